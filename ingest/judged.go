package ingest

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"tongjian/data"
	"tongjian/data/checks"
)

// Verdict is what a person found by reading a report beside a finding of it.
type Verdict string

// The verdicts.
const (
	// VerdictTrue: the report does contradict itself, or lacks what the finding says it lacks.
	VerdictTrue Verdict = "true"
	// VerdictLawful: the words or the other cells explain it; no more than a note is due.
	VerdictLawful Verdict = "lawful"
	// VerdictFalse: the report is right and the program read it wrongly.
	VerdictFalse Verdict = "false"
	// VerdictMissed: the report contradicts itself and no finding says so.
	VerdictMissed Verdict = "missed"
)

// Judged are findings of one report that are alike, with the verdict on them.
type Judged struct {
	Report      string // the number its file's name begins with
	Check       string
	Severity    data.Severity
	Table       string
	Left, Right string // the two numbers; empty where the finding compares none
	Count       int
	Verdict     Verdict
}

// key tells findings apart as far as verdicts do.
func (j Judged) key() Judged {
	j.Count, j.Verdict = 0, ""
	return j
}

// ReadJudged reads a list of judged findings: a line each of report, check, severity, table, left, right, count and verdict, with
// tabs between them and - for nothing, below lines that begin with #.
func ReadJudged(file string) ([]Judged, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("read judged findings: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	var out []Judged
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		if strings.HasPrefix(lines.Text(), "#") || strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		j, err := parseJudged(strings.Split(lines.Text(), "\t"))
		if err != nil {
			return nil, fmt.Errorf("%s line %d: %w", file, n, err)
		}
		out = append(out, j)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read judged findings %s: %w", file, err)
	}
	return out, nil
}

func parseJudged(fields []string) (Judged, error) {
	const columns = 8
	if len(fields) != columns {
		return Judged{}, fmt.Errorf("%d columns, not %d", len(fields), columns)
	}
	for i := range fields {
		if fields[i] == "-" {
			fields[i] = ""
		}
	}
	j := Judged{Report: fields[0], Check: fields[1], Severity: data.Severity(fields[2]), Table: fields[3], Left: fields[4], Right: fields[5],
		Verdict: Verdict(fields[7])}
	if _, ok := checks.ByID(j.Check); !ok {
		return Judged{}, fmt.Errorf("no check %q", j.Check)
	}
	if !slices.Contains([]Verdict{VerdictTrue, VerdictLawful, VerdictFalse, VerdictMissed}, j.Verdict) {
		return Judged{}, fmt.Errorf("no verdict %q", j.Verdict)
	}
	var err error
	if j.Count, err = strconv.Atoi(fields[6]); err != nil || j.Count < 1 {
		return Judged{}, errors.Join(fmt.Errorf("count %q", fields[6]), err)
	}
	return j, nil
}

// JudgedScore is how the findings of one check on real reports were judged.
type JudgedScore struct {
	Check string
	// Found today; of them True, Lawful and False as judged, New ones nobody has judged yet. Loud ones are lawful and graver than a
	// note.
	Found, True, Lawful, Loud, False, New int
	// Missed contradictions are known and not found; Gone findings were judged true and are not found any more.
	Missed, Gone int
	// Details names each that is new, gone, false, loud or missed.
	Details []string
}

// Right is the share of the findings judged that are true or lawfully noted, in percent; false when none was found.
func (s JudgedScore) Right() (float64, bool) {
	return 100 * float64(s.True+s.Lawful-s.Loud) / float64(max(1, s.Found)), s.Found > 0
}

// Judge compares what is found today in real reports with what was judged: a score for each check that found something or missed
// something, in the declared order. Where several files hold one report, each must give the same findings.
func Judge(tallies []Tally, judged []Judged) []JudgedScore {
	scores := map[string]*JudgedScore{}
	at := func(check string) *JudgedScore {
		if scores[check] == nil {
			scores[check] = &JudgedScore{Check: check}
		}
		return scores[check]
	}
	for _, t := range tallies {
		number, _, _ := strings.Cut(t.File, "-")
		left := map[Judged]int{}
		for _, f := range t.Findings {
			left[Judged{Report: number, Check: f.Check, Severity: f.Severity, Table: f.Table, Left: f.Left, Right: f.Right}]++
			at(f.Check).Found++
		}
		for _, j := range judged {
			if j.Report == number {
				n := min(left[j.key()], j.Count)
				left[j.key()] -= n
				at(j.Check).judge(j, n, t.File)
			}
		}
		for _, f := range t.Findings {
			k := Judged{Report: number, Check: f.Check, Severity: f.Severity, Table: f.Table, Left: f.Left, Right: f.Right}
			if left[k] > 0 {
				left[k]--
				s := at(f.Check)
				s.New++
				s.Details = append(s.Details, fmt.Sprintf("未判 %s %s %s", t.File, f.Severity, f.Message))
			}
		}
	}
	var out []JudgedScore
	for _, c := range checks.All() {
		if s := scores[c.ID]; s != nil {
			out = append(out, *s)
		}
	}
	return out
}

// judge counts findings judged alike, of which so many are found today.
func (s *JudgedScore) judge(j Judged, found int, file string) {
	note := func(what string, n int) {
		if n > 0 {
			s.Details = append(s.Details, fmt.Sprintf("%s %s %s 表%s %s≠%s，%d 处", what, file, j.Severity, cmp.Or(j.Table, "—"),
				cmp.Or(j.Left, "—"), cmp.Or(j.Right, "—"), n))
		}
	}
	gone := j.Count - found
	switch j.Verdict {
	case VerdictTrue:
		s.True += found
		s.Gone += gone
		note("不见", gone)
	case VerdictLawful:
		s.Lawful += found
		if j.Severity != data.SeverityNote {
			s.Loud += found
			note("合规却不止提醒", found)
		}
	case VerdictFalse:
		s.False += found
		note("错报", found)
	case VerdictMissed:
		s.True += found
		s.Missed += gone
		note("漏报", gone)
	}
}

// TotalJudged adds scores up, without their details.
func TotalJudged(scores []JudgedScore) JudgedScore {
	var sum JudgedScore
	for _, s := range scores {
		sum.Found += s.Found
		sum.True += s.True
		sum.Lawful += s.Lawful
		sum.Loud += s.Loud
		sum.False += s.False
		sum.New += s.New
		sum.Missed += s.Missed
		sum.Gone += s.Gone
	}
	return sum
}

// AsJudged reports whether nothing differs from what was judged and nothing judged is wrong.
func (s JudgedScore) AsJudged() bool { return s.Loud+s.False+s.New+s.Missed+s.Gone == 0 }
