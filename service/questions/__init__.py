"""Saved questions: GraphQL documents, each with lines in front that say what it is called and how its answer
is shown as a table.

`title` in Japanese and English, `for` whom it is, `rows` the root field whose nodes are the rows (or, behind
full stops, a list below one), and a `column` each: where its values stand below a node, its name in both languages, and the vocabulary of its
words (or `Instant`), if they are such. In English a field is shown by its twin in English, such as
`messageEn` for `message`, where the document asks for that too.
"""
