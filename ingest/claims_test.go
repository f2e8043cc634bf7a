package ingest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"tongjian/data"
	"tongjian/ingest/check"
	"tongjian/ingest/claims"
)

// Each fixture is a report with prose, and what reading it gives: its claims, and the findings that compare them with the tables.
func TestClaimFixtures(t *testing.T) {
	eachFixture(t, "testdata/claims/*.txtar", func(t *testing.T, name string, b []byte) string {
		_, reports, err := Read(name, b, Hints{})
		if err != nil {
			t.Fatal(err)
		}
		return describeClaims(reports)
	})
}

// describeClaims writes a line for each report, claim, and finding that compares claims with tables.
func describeClaims(reports []data.Report) string {
	var out strings.Builder
	for _, r := range reports {
		fmt.Fprintf(&out, "report %s %d %s\n", r.Agency, r.Year, r.Scope)
		for i, c := range r.Claims {
			fmt.Fprintf(&out, "%d %s", i+1, key(c))
			if c.Value != nil {
				fmt.Fprintf(&out, " %s", c.Value)
			}
			if c.Qualifier != "" {
				fmt.Fprintf(&out, " [%s]", c.Qualifier)
			}
			if c.PartOf > 0 {
				fmt.Fprintf(&out, " of %d", c.PartOf)
			}
			fmt.Fprintf(&out, " “%s” chapter %d @%s\n", c.Words, c.Section, c.At)
		}
		for _, f := range r.Findings {
			if strings.HasPrefix(f.Check, "N-") {
				fmt.Fprintf(&out, "finding %s %s %s\n", f.Check, f.Severity, f.Message)
			}
		}
	}
	return out.String()
}

func key(c data.Claim) string {
	if c.Key == "" {
		return "-"
	}
	return c.Key
}

// What the prose of real reports states is read exactly, and what of it contradicts the tables is found, and nothing else.
func TestRealClaims(t *testing.T) {
	if _, err := os.Stat(sharedReports); err != nil {
		t.Skip("no real reports beside this checkout")
	}
	want := map[string][]string{
		"000": {"N-REVIEW warning 3 0"},
		"006": {"N-OUTCOME warning 258 275", "N-OUTCOME warning 265 337", "N-REVIEW warning 7 5", "N-SUIT note 9 "},
		"104": {"N-ITEMS note 92 91"},
	}
	files, err := filepath.Glob(filepath.Join(sharedReports, "[0-9]*-*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		number := filepath.Base(file)[:3]
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, reports, err := Read(file, b, Hints{})
		if err != nil || len(reports) != 1 {
			continue // no statutory table: TestRealReports speaks of those
		}
		r := reports[0]
		var found []string
		for _, f := range r.Findings {
			if strings.HasPrefix(f.Check, "N-") {
				found = append(found, fmt.Sprintf("%s %s %s %s", f.Check, f.Severity, f.Left, f.Right))
			}
		}
		if !slices.Equal(found, want[number]) {
			t.Errorf("%s: findings %v, want %v", filepath.Base(file), found, want[number])
		}
		for key, value := range expectedClaims(t, number) {
			var said []string
			for _, c := range r.Claims {
				if c.Key == key && !claims.Approximate(c.Qualifier) {
					said = append(said, c.Value.String())
				}
			}
			if !slices.Equal(said, []string{value}) {
				t.Errorf("%s: %s claimed %v, want %s", filepath.Base(file), key, said, value)
			}
		}
	}
}

// expectedClaims gives the claims an expectation lists, and, for reports that list what their text says in other words, those.
func expectedClaims(t *testing.T, number string) map[string]string {
	t.Helper()
	out := map[string]string{}
	b, err := os.ReadFile(filepath.Join(sharedReports, number+".expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Claims map[string]json.Number `json:"claims"`
		Texts  map[string]json.Number `json:"text_facts"`
	}
	if err := json.Unmarshal(b, &want); err != nil {
		t.Fatal(err)
	}
	for k, v := range want.Claims {
		out[k] = v.String()
	}
	for words, key := range map[string]string{"受理": "requests.received", "受理政府信息公开申请": "requests.received", "收到": "requests.received",
		"主动公开": claims.Published, "答复": "outcome.total", "上年结转": "requests.carried_in", "顺延": "requests.carried_out",
		"转下年度": "requests.carried_out", "予以公开及部分公开": "outcome.granted+outcome.partial", "同意公开": claims.Agreed,
		"部分公开": "outcome.partial", "不予公开": "outcome.refused", "无法提供": "outcome.unavailable", "不予处理": "outcome.not_processed",
		"其他处理": "outcome.other", "复议": "review.total", "诉讼": "suit.total"} {
		if v, ok := want.Texts[words]; ok {
			out[key] = v.String()
		}
	}
	return out
}

// BenchmarkClaims is what claims add to reading a report: laying out its prose, reading it, and comparing it with the tables.
func BenchmarkClaims(b *testing.B) {
	archive, err := txtar.ParseFile("testdata/claims/words_of_2014.txtar")
	if err != nil {
		b.Fatal(err)
	}
	doc, err := readDocument(archive.Files[0].Name, archive.Files[0].Data)
	if err != nil {
		b.Fatal(err)
	}
	l := layOut(doc)
	tables := locate(l, 2021)
	reports, err := reportsIn(doc, archive.Files[0].Name, Hints{})
	if err != nil || len(reports) != 1 {
		b.Fatalf("%d reports: %v", len(reports), err)
	}
	r := reports[0]
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			r.Claims, _ = claims.Read(proseLines(l, 0, len(l.pieces), tables), claimsOf(&r))
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			check.Report(&r)
		}
	})
	r.Claims = nil
	b.Run("check without claims", func(b *testing.B) {
		for b.Loop() {
			check.Report(&r)
		}
	})
}
