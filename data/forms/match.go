package forms

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// Normalize reduces a label to what tells it from others: full-width and look-alike code points become the common ones,
// traditional characters simplified, and blanks and punctuation go. Two spellings of a label normalise to the same text:
//
//	（一） 予以公開   (一)予以公开   →   一予以公开
func Normalize(label string) string {
	plain := true
	for _, r := range label {
		if r >= 0x80 && (r < 0x4e00 || r > 0x9fff) {
			plain = false
			break
		}
	}
	if !plain {
		label = norm.NFKC.String(strings.ToValidUTF8(label, " ")) // a broken byte would keep what follows from being folded
	}
	var b strings.Builder
	b.Grow(len(label))
	common := commonOf()
	for _, r := range label {
		if r >= firstCommon && r <= lastCommon { // nearly every character, and each a letter
			b.WriteRune(common[r-firstCommon])
			continue
		}
		r = Simplified(r)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		r = unicode.ToLower(r)
		b.WriteRune(r)
	}
	return b.String()
}

// traditional and simple pair the characters of the form's labels and of agencies' titles that have a traditional shape. radicals
// and characters pair those that some fonts put in place of a character and Unicode does not call compatible with it.
const (
	radicals    = "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳⺟⻁"
	characters  = "民西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟母虎"
	traditional = "規範製發廢現數許處罰強業費額單萬項條總計請關係為於與結轉繼續辦務屬國級護檔詢無補內確認獲開復複議訴訟糾維審經後組織機構會訪舉報類過執繳納據況區縣鄉鎮廳員當網絡傳華廣東長門農財產環發資訊測應動衛氣體質監場陽寧龍雲蘇遼濱臺灣寶鄭"
	simple      = "规范制发废现数许处罚强业费额单万项条总计请关系为于与结转继续办务属国级护档询无补内确认获开复复议诉讼纠维审经后组织机构会访举报类过执缴纳据况区县乡镇厅员当网络传华广东长门农财产环发资讯测应动卫气体质监场阳宁龙云苏辽滨台湾宝郑"
)

// Simplified gives the simplified shape of a traditional character of the form's labels and of agencies' titles, and any other
// character as it is.
func Simplified(r rune) rune {
	if s, ok := simplifiedOf()[r]; ok {
		return s
	}
	return r
}

// firstCommon and lastCommon bound the characters that are in common use.
const firstCommon, lastCommon = 0x4e00, 0x9fff

// commonOf gives the simplified shape of each of them.
var commonOf = sync.OnceValue(func() []rune {
	list := make([]rune, lastCommon-firstCommon+1)
	for i := range list {
		list[i] = Simplified(rune(firstCommon + i))
	}
	return list
})

var simplifiedOf = sync.OnceValue(func() map[rune]rune {
	pairs := map[rune]rune{}
	simples := []rune(simple + characters)
	for i, r := range []rune(traditional + radicals) {
		pairs[r] = simples[i]
	}
	return pairs
})

// Similarity compares two normalised labels: 1 the same, 0 nothing in common. It is 1 − edit distance ÷ longer length, so a
// lost or mistyped character costs a long label little and a short one much.
func Similarity(a, b string) float64 {
	if a == b {
		return 1
	}
	longer := max(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	return 1 - float64(levenshtein.ComputeDistance(a, b))/float64(longer)
}

// WithoutNotes drops what stands in brackets: 规章（县级无此项） is 规章. A label that begins with a bracket, as （一）予以公开 does,
// keeps it.
func WithoutNotes(label string) string {
	for i, r := range label {
		if i > 0 && (r == '（' || r == '(' || r == '【' || r == '[') {
			return label[:i]
		}
	}
	return label
}
