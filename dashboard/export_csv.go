package dashboard

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// sendCSV answers with the page's records for a spreadsheet: UTF-8 with the mark Excel and WPS need to see it.
func sendCSV(w http.ResponseWriter, q query, p built) error {
	var b strings.Builder
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.UseCRLF = true
	r := p.records()
	header := make([]string, len(r.columns))
	for i, c := range r.columns {
		header[i] = c.label
	}
	if err := out.Write(header); err != nil {
		return fmt.Errorf("writing csv: %w", err)
	}
	for _, row := range r.rows {
		fields := make([]string, len(row))
		for i, v := range row {
			fields[i] = csvField(v)
		}
		if err := out.Write(fields); err != nil {
			return fmt.Errorf("writing csv: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing csv: %w", err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+fileName(q)+`.csv"`)
	_, _ = w.Write([]byte(b.String())) // fails when the reader has gone away: there is nobody to tell
	return nil
}

// csvField writes a value: nothing for what is absent, numbers as they are, text guarded.
func csvField(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case int:
		return strconv.Itoa(v)
	case bool:
		return strconv.FormatBool(v)
	case decimal.Decimal:
		return v.String()
	case string:
		return guarded(v)
	}
	return fmt.Sprint(v)
}

// harmless is text that begins like a formula and is none: a number, or the dash reports write for nothing.
var harmless = regexp.MustCompile(`^(-?\d+(\.\d+)?|[-－]+)$`)

// guarded leads text a spreadsheet would take for a formula by an apostrophe. Text that begins with an apostrophe of its own
// gets one too, so that dropping the first apostrophe of a field always gives the text as it was.
func guarded(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	if text == "" || !strings.ContainsRune("'=+-@\t\r\n＝＋－＠", first) || harmless.MatchString(text) {
		return text
	}
	return "'" + text
}
