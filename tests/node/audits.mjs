// Runs the reference audits of GraphQL over HTTP against URL, as the member of TOKEN; prints JSON.
import { serverAudits } from 'graphql-http';

const { URL: url, TOKEN: token } = process.env;
const fetchFn = (where, what = {}) =>
  fetch(where, { ...what, headers: { ...what.headers, authorization: `Bearer ${token}` } });

const told = [];
for (const audit of serverAudits({ url, fetchFn })) {
  const { status, reason } = await audit.fn();
  told.push({ id: audit.id, name: audit.name, status, reason: reason ?? null });
}
console.log(JSON.stringify(told));
