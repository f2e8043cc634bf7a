package dashboard

import (
	"net/http"
	"strings"
	"testing"
)

// Where a figure comes from begins with the figure.
func TestSourcesSayTheFigure(t *testing.T) {
	h := handler(t)
	for path, says := range map[string]string{
		"/sources?metric=requests.received&to=2024&region=" + lake: received2024(t, h),
		"/sources?metric=any_release&to=2024&region=" + lake:       "，95% 区间 ",
		"/sources?metric=per_10k&to=2024&region=" + lake:           `<p class="the-figure">`,
	} {
		if figure := find(t, get(t, h, path).Body.String(), `<p class="the-figure">`, "</p>"); !strings.Contains(`<p class="the-figure">`+figure, says) {
			t.Errorf("%s says %q, not %q", path, figure, says)
		}
	}
}

// received2024 is the tile of the overview about the same.
func received2024(t *testing.T, h http.Handler) string {
	t.Helper()
	tile := find(t, get(t, h, "/?to=2024&region="+lake).Body.String(), `<dt title="`, "</dd>")
	_, value, _ := strings.Cut(tile, `metric=requests.received">`)
	value, _, _ = strings.Cut(value, "<")
	return value + " 件"
}
