// Package word97 reads Word documents of 1997 to 2003 (.doc, and .wps as WPS Writer saves it): the binary format that the specification
// [MS-DOC] describes, inside a compound file. It gives the paragraphs of the text in order, each with what it ends: a paragraph, a cell, a
// row with the places of its edges. The recipe, a step a file:
//
//  1. header.go finds in the first bytes (the FIB) where everything else is, and refuses what cannot be read.
//  2. pieces.go reads the table of pieces: where in the file each stretch of text is, and in which encoding.
//  3. properties.go looks up, in the pages of formatting (FKP), what a paragraph or a character is said to be: modifications (SPRM) of a
//     default, a number and its operand each.
//  4. rows.go reads what a row says of its cells: where they begin and end, which are merged.
//  5. text.go goes through the characters and puts the paragraphs together.
//
// Of hundreds of modifications those that say what belongs where are read, and all others passed over by their length. A file may say
// anything: every place is checked, and nothing is allocated because a file asks for it. Text boxes, headers, footers and notes are kept
// apart from the text and are not read.
package word97
