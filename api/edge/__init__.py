"""Where the service meets the network: everything that is looked at before anybody is answered."""
