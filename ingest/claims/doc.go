// Package claims reads the numbers a report states in its prose, so that they can be compared with its tables. The recipe:
//
//  1. prose.go joins lines that were broken in mid-sentence into paragraphs, folds full-width and look-alike characters, and
//     numbers the chapters from their headings.
//  2. words.go declares the words that say what a number counts; lexer.go and numbers.go cut a paragraph into these words,
//     numbers, marks, and runs of characters that mean nothing here.
//  3. sentence.go goes through a sentence and hands each number with the words around it to sense.go and keys.go, which tell the
//     measure it states. zero.go does the same for zeros said in words: 未收到政府信息公开申请.
//  4. subject.go tells whose number it is; lists.go, which numbers are listed as the parts of another.
//
// A number is tied to a measure only where every word beside it is known: an unknown word may narrow what is counted
// (涉及征地的申请, 人大建议答复), and a claim that means something else must not be held against the table. Such a number is kept
// without a key. So is one of another year (比2022年31起), a change (增加5件) and a range; 200余条 keeps its key and says 余 in its
// qualifier (see [Approximate]). Percentages count nothing and are left out.
package claims
