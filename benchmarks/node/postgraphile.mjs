// PostGraphile 5 as it serves in production, over the views of benchmarks/peers/meeting.sql.
import cluster from "node:cluster";
import { createServer } from "node:http";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

const { DATABASE_URL, PORT, WORKERS } = process.env;

async function serve() {
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    disablePlugins: ["NodePlugin"],
    // Plain lists stand beside the connections; nothing is to be changed.
    schema: { defaultBehavior: "+list -insert -update -delete" },
    pgServices: [makePgService({ connectionString: DATABASE_URL, schemas: ["meeting"] })],
    grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false },
  });
  const server = createServer();
  await instance.createServ(grafserv).addTo(server);
  server.listen(Number(PORT), "127.0.0.1");
}

if (Number(WORKERS) > 1 && cluster.isPrimary) {
  for (let n = 0; n < Number(WORKERS); n++) cluster.fork();
  process.on("SIGTERM", () => {
    for (const worker of Object.values(cluster.workers)) worker.kill();
    process.exit();
  });
} else {
  await serve();
}
