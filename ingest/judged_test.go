package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tongjian/data"
)

const judgedList = "check/testdata/judged.tsv"

// Everything found in real reports today has been judged by reading them, and nothing judged true is lost.
func TestJudgedFindings(t *testing.T) {
	judged, err := ReadJudged(judgedList)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(sharedReports); err != nil {
		t.Skip("no real reports beside this checkout")
	}
	tallies, err := Expect(sharedReports)
	if err != nil {
		t.Fatal(err)
	}
	scores := Judge(tallies, judged)
	for _, s := range scores {
		if !s.AsJudged() {
			t.Errorf("%s: %+v\n%s", s.Check, s, strings.Join(s.Details, "\n"))
		}
	}
	if sum := TotalJudged(scores); sum.Found < 100 {
		t.Errorf("only %d findings in %s", sum.Found, sharedReports)
	}
}

func TestJudge(t *testing.T) {
	list := filepath.Join(t.TempDir(), "judged.tsv")
	const lines = "# report\n" +
		"000\tN-REVIEW\twarning\t4\t3\t0\t1\ttrue\n" +
		"001\tT4-SUM\terror\t4\t11\t0\t2\ttrue\n" +
		"001\tBLANK\twarning\t3\t-\t-\t1\tlawful\n" +
		"001\tREAD\twarning\t2\t-\t-\t1\tfalse\n" +
		"001\tN-SUIT\twarning\t4\t9\t8\t1\tmissed\n"
	if err := os.WriteFile(list, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	judged, err := ReadJudged(list)
	if err != nil {
		t.Fatal(err)
	}
	found := func(check string, severity data.Severity, table, left, right string) data.Finding {
		return data.Finding{Check: check, Severity: severity, Table: table, Left: left, Right: right}
	}
	tallies := []Tally{
		{File: "000-龙亭区.txt", Findings: []data.Finding{
			found("N-REVIEW", data.SeverityWarning, "4", "3", "0"), found("N-REVIEW", data.SeverityNote, "4", "3", "0"),
		}},
		{File: "001-洪泽区.txt", Findings: []data.Finding{
			found("T4-SUM", data.SeverityError, "4", "11", "0"), found("BLANK", data.SeverityWarning, "3", "", ""),
			found("READ", data.SeverityWarning, "2", "", ""),
		}},
	}
	want := map[string]JudgedScore{
		"N-REVIEW": {Found: 2, True: 1, New: 1}, // another severity is another finding
		"T4-SUM":   {Found: 1, True: 1, Gone: 1},
		"BLANK":    {Found: 1, Lawful: 1, Loud: 1},
		"READ":     {Found: 1, False: 1},
		"N-SUIT":   {Missed: 1},
	}
	scores := Judge(tallies, judged)
	if len(scores) != len(want) {
		t.Errorf("%d scores, want %d", len(scores), len(want))
	}
	for _, s := range scores {
		if len(s.Details) != 1 || s.AsJudged() {
			t.Errorf("%s: details %q", s.Check, s.Details)
		}
		check := s.Check
		s.Check, s.Details = "", nil
		if w := want[check]; s.Found != w.Found || s.True != w.True || s.Lawful != w.Lawful || s.Loud != w.Loud || s.False != w.False ||
			s.New != w.New || s.Missed != w.Missed || s.Gone != w.Gone {
			t.Errorf("%s: %+v, want %+v", check, s, w)
		}
	}
	for _, bad := range []string{"000\tN-REVIEW", "000\tN-NONE\twarning\t4\t-\t-\t1\ttrue", "000\tREAD\twarning\t4\t-\t-\t1\tmaybe", "000\tREAD\twarning\t4\t-\t-\t0\ttrue"} {
		if err := os.WriteFile(list, []byte(bad), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadJudged(list); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}
