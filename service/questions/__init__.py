"""Saved questions: GraphQL documents, each with lines in front that say what it is called and how its answer
is shown as a table.

`title` in Japanese and English, `for` whom it is, `rows` the root field whose nodes are the rows (or, behind
full stops, a list below one), `sort` by what the rows shown are put in order, and a `column` each: where its
values stand below a node (behind commas, where else if there are none), its name in both languages, and the
vocabulary of its words (or `Instant` or `Flag`), if they are such. In English a field is shown by its twin in
English, such as `messageEn` for `message`, where the document asks for that too.

Each entry of a list in which several columns stand is a line of its own; what one column alone finds in a
list stands in one cell. What is asked of records of some types is left empty for the others.
"""
