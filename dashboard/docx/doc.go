// Package docx writes Word documents in the style of official papers (GB/T 9704, 党政机关公文格式): A4 with margins of 37, 35,
// 28 and 26 mm, titles in 小标宋, headings in 黑体, text in 仿宋 of size 三号, pages numbered at the foot.
//
//	d := docx.New("关于……的通知")
//	d.Add(docx.Title, "关于……的通知")
//	d.Add(docx.Addressee, "星湖区教育局：")
//	d.Add(docx.Text, "经核验，……")
//	d.Table(docx.Table{Columns: []docx.Column{{Head: "序号", Width: 12}, …}, Rows: …})
//	err := d.Write(w)
//
// Where a font is not installed, as 方正小标宋 rarely is, the document names what to take in its place. What is added is text
// and nothing else: characters XML cannot hold become a replacement mark. The same document gives the same bytes.
//
// The libraries there are write parts in the order of a hash map, and know neither heads repeated on every page nor sizes
// in Chinese characters; the little of WordprocessingML that letters need is here.
package docx
