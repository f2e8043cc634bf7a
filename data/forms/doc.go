// Package forms declares the official form of the yearly report, edition by edition, label by label.
//
// Everything else derives from these declarations: where a reader looks for a figure, which identities are checked, the
// report page, the workbook agencies fill in, the glossary. A label or a key is written here and nowhere else.
//
// An [Edition] is a list of tables; a [Table] is a list of blocks; a [Block] has columns and rows; where a row and a column
// meet stands a cell with a key. A key is one [Measure]: two editions that ask the same question share the key, and years
// are compared through keys only. What an edition does not ask is absent, never zero.
//
// Where an older edition asks in other words, a [Bridge] says which of its measures come near to one of today's.
//
// Edition is a property of each table of a report, not of its year: reports exist that carry table 二 of one edition and
// table 三 of another.
//
// Sources: 国办发〔2014〕32号, 国办公开办函〔2019〕60号 and 国办公开办函〔2021〕30号; the duty to report is article 49 and 50 of
// 《中华人民共和国政府信息公开条例》.
package forms
