"use strict";
// Asks for a token, tries it, and opens GraphiQL with it. Nothing is kept: neither the token nor
// what was asked outlives the page.

const WELCOME = `# Ctrl+Enter で実行 / Ctrl+Enter runs it
{
  me { name party { code } }
  countermeasures(first: 10) {
    totalCount
    nodes { code title status schedule { wording due } }
  }
}
`;

function forgetful() {
  const kept = new Map();
  return {
    getItem: (name) => (kept.has(name) ? kept.get(name) : null),
    setItem: (name, value) => void kept.set(name, String(value)),
    removeItem: (name) => void kept.delete(name),
    clear: () => kept.clear(),
    get length() { return kept.size; },
  };
}

function asker(token) {
  return async (asked) => {
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: {
        "Accept": "application/graphql-response+json",
        "Content-Type": "application/json",
        "Authorization": `Bearer ${token}`,
      },
      body: JSON.stringify(asked),
      credentials: "omit",
    });
    return answer.json();
  };
}

function open(ask) {
  document.getElementById("enter").remove();
  const place = document.getElementById("graphiql");
  place.hidden = false;
  ReactDOM.createRoot(place).render(
    React.createElement(GraphiQL, {
      fetcher: ask,
      storage: forgetful(),
      defaultQuery: WELCOME,
      shouldPersistHeaders: false,
      isHeadersEditorEnabled: false,
    }),
  );
}

document.getElementById("enter").addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = document.getElementById("said");
  said.textContent = "";
  const ask = asker(document.getElementById("token").value.trim());
  try {
    const told = await ask({ query: "{ me { name } }" });
    if (told.errors) said.textContent = told.errors[0].message;
    else open(ask);
  } catch {
    said.textContent = "サーバーに届きません。 / The server does not answer.";
  }
});
