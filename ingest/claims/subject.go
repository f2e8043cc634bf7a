package claims

import (
	"strings"
	"sync"

	"tongjian/data"
)

// subject tells whose number a clause states from what stands before its verb. It gives the words to be kept as a qualifier when
// the number is not plainly that of the whole report, and false when what stands there names nobody.
func (r *reader) subject(from, to int) (qualifier string, ok bool) {
	text := string(r.text[from:to])
	if len(text) > 120 {
		return "", false
	}
	said := r.original(from, to)
	wide := wideScope(text)
	switch {
	case strings.HasPrefix(text, "我们"):
		text = "本单位"
	case wide && r.of.Scope == data.ScopeConsolidated:
		return "", true
	case wide:
		return said, true
	}
	for _, mine := range []string{"我", "本", "该", "全"} {
		text = strings.TrimPrefix(text, mine)
	}
	name, short := r.short, shortBody(text)
	own := r.of.Scope != data.ScopeConsolidated
	switch {
	case short == "":
		return "", false
	case own && (short == "单位" || short == "机关" || short == "部门" || strings.HasSuffix(name, short)),
		strings.HasSuffix(strings.TrimSuffix(name, "政府"), short):
		return "", true
	case own && name == "" && text != string(r.text[from:to]):
		return "", true // 我局, of an agency whose name is not known
	}
	return said, isBody(text)
}

// wideScope reports whether words mean a whole region with its departments: 全区, 全市各级行政机关.
func wideScope(text string) bool {
	for _, all := range []string{"全区", "全市", "全县", "全省", "全州", "全旗", "全盟"} {
		if rest, ok := strings.CutPrefix(text, all); ok {
			return rest == "" || strings.HasPrefix(rest, "各") || strings.HasPrefix(rest, "政府") || strings.HasPrefix(rest, "行政机关")
		}
	}
	return false
}

// shortBody writes the name of an organ as prose shortens it: 政府办公室 is 政府办, 街道办事处 is 街道.
func shortBody(name string) string { return shorterOf().Replace(name) }

var shorterOf = sync.OnceValue(func() *strings.Replacer {
	return strings.NewReplacer("人民政府", "政府", "办公室", "办", "办公厅", "办", "委员会", "委", "办事处", "")
})

// isBody reports whether words end as the name of an organ or a region does. Endings that other words have too (督办, 查处) are not
// enough.
func isBody(text string) bool {
	for _, end := range []string{"局", "厅", "政府", "委员会", "管委会", "办公室", "办公厅", "政府办", "镇", "乡", "街道", "办事处", "镇街",
		"区", "市", "县", "省", "旗", "中心", "支队", "大队", "单位", "机关", "部门"} {
		if strings.HasSuffix(text, end) {
			return true
		}
	}
	return text == "办" || text == "委"
}
