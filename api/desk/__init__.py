"""The consultation desk over GraphQL: tickets for their handlers, requests for the custodian, receipts for
consulters."""
