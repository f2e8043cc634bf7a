package check

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"unicode/utf8"

	"tongjian/data"
	"tongjian/data/checks"
	"tongjian/data/warehouse"
)

// copies compares the prose of consecutive years, and looks for sentences about another year or another agency: the part of
// Y-COPY that is about words.
func copies(ctx context.Context, conn *sql.Conn, out *found) error {
	reports, err := proseOf(ctx, conn)
	if err != nil {
		return err
	}
	names, err := rosterNames(ctx, conn)
	if err != nil {
		return err
	}
	byKey := map[proseKey]*prose{}
	for _, p := range reports {
		byKey[p.key] = p
	}
	for _, p := range reports {
		before := byKey[proseKey{p.key.agency, p.key.year - 1, p.key.scope}]
		if f, ok := p.copied(before); ok {
			out.add(p.report, f)
		}
		if f, ok := p.otherYear(before); ok {
			out.add(p.report, f)
		}
		if f, ok := p.otherAgency(names[p.region]); ok {
			out.add(p.report, f)
		}
	}
	return nil
}

// prose is what one live report says beside its tables.
type prose struct {
	report int
	key    proseKey
	region string
	name   string // the agency's
	lines  []data.Line
	// text are the sentences without blanks, headings left out; shingles its stretches of [shingle] characters, made at need.
	text     []rune
	shingles map[uint64]bool
}

type proseKey struct {
	agency, year int
	scope        data.Scope
}

// proseOf reads the prose of all live reports, by report.
func proseOf(ctx context.Context, conn *sql.Conn) ([]*prose, error) {
	const query = `SELECT t.id, t.agency, t.year, t.scope, t.region, a.name, p.line, p.place
FROM prose p
JOIN report t ON t.id = p.report AND t.live
JOIN agency a ON a.id = t.agency
ORDER BY t.id, p.ord`
	var list []*prose
	err := warehouse.EachRow(ctx, conn, query, func(scan func(...any) error) error {
		var (
			p     prose
			line  data.Line
			place string
		)
		if err := scan(&p.report, &p.key.agency, &p.key.year, &p.key.scope, &p.region, &p.name, &line.Text, &place); err != nil {
			return err
		}
		var err error
		if line.At, err = data.ParsePosition(place); err != nil {
			return err
		}
		if n := len(list); n == 0 || list[n-1].report != p.report {
			list = append(list, &p)
		}
		last := list[len(list)-1]
		last.lines = append(last.lines, line)
		if line.Text = squeeze(line.Text); isSentence(line.Text) {
			last.text = append(append(last.text, []rune(line.Text)...), '\n')
		}
		return nil
	})
	return list, err
}

// rosterNames lists the names of agencies by region.
func rosterNames(ctx context.Context, conn *sql.Conn) (map[string][]string, error) {
	names := map[string][]string{}
	err := warehouse.EachRow(ctx, conn, `SELECT region, name FROM agency ORDER BY region, name`, func(scan func(...any) error) error {
		var region, name string
		err := scan(&region, &name)
		names[region] = append(names[region], name)
		return err
	})
	return names, err
}

// squeeze leaves out the blanks of a text.
func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// isSentence tells prose from headings and labels, which are the same every year.
func isSentence(line string) bool {
	const heading = 30
	return strings.ContainsAny(line, "。；，！？") || utf8.RuneCountInString(line) > heading
}

const (
	// shingle is how many characters in a row make the same wording rather than the same phrase.
	shingle = 8
	// enoughProse is how many characters it takes to speak of a copy: a report of two standard sentences has no other words to use.
	enoughProse = 150
	// copiedPercent is the share from which on prose counts as copied.
	copiedPercent = 90
)

// copied compares the prose with that of the year before: the share of its characters that stand in stretches of [shingle] or more
// which the older report has as well. Both texts are gone through once.
func (p *prose) copied(before *prose) (data.Finding, bool) {
	if before == nil || len(p.text) < enoughProse || len(before.text) < shingle {
		return data.Finding{}, false
	}
	known := before.allShingles()
	same, covered := 0, 0 // covered: up to where the text has been counted
	for i := 0; i+shingle <= len(p.text); i++ {
		if known[hashRunes(p.text[i:i+shingle])] {
			same += i + shingle - max(i, covered)
			covered = i + shingle
		}
	}
	percent := 100 * same / len(p.text)
	if percent < copiedPercent {
		return data.Finding{}, false
	}
	f := copyFinding(fmt.Sprintf("正文与 %d 年度报告有 %d%% 的文字相同（标题和表格不计，共 %d 字）。", before.key.year, percent, len(p.text)))
	f.Cells = []data.FindingCell{longest(p, 0), longest(before, before.report)}
	return f, true
}

// allShingles are the stretches of the text.
func (p *prose) allShingles() map[uint64]bool {
	if p.shingles == nil {
		p.shingles = make(map[uint64]bool, len(p.text))
		for i := 0; i+shingle <= len(p.text); i++ {
			p.shingles[hashRunes(p.text[i:i+shingle])] = true
		}
	}
	return p.shingles
}

// hashRunes is FNV-1a over characters.
func hashRunes(text []rune) uint64 {
	h := uint64(14695981039346656037)
	for _, c := range text {
		h = (h ^ uint64(c)) * 1099511628211
	}
	return h
}

// longest is the longest line of a report's prose, as a place to look at; in is the report when it is not the finding's own.
func longest(p *prose, in int) data.FindingCell {
	best := p.lines[0]
	for _, l := range p.lines {
		if len(l.Text) > len(best.Text) {
			best = l
		}
	}
	return lineCell(best, in)
}

func lineCell(l data.Line, in int) data.FindingCell {
	return data.FindingCell{Label: "正文", Raw: strings.TrimSpace(l.Text), At: l.At, Report: in}
}

func copyFinding(message string) data.Finding {
	c, _ := checks.ByID("Y-COPY")
	return data.Finding{Check: c.ID, Severity: c.Severity, Message: message}
}
