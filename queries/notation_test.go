package queries

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"tongjian/data"
	"tongjian/data/forms"
	"tongjian/data/regions"
	"tongjian/data/warehouse"
)

// The notation of testdata/*.txtar for what is in a warehouse. One line a thing, indented lines belong to the report above:
//
//	agency NAME REGION KIND SCOPE FROM-TO [population=N] [alias=NAME]
//	report NAME REGION YEAR SCOPE        every cell of the edition in force is 0, unless a line says otherwise:
//	  edition 2019                       it is on this edition
//	  lacks 4                            it has no 表四
//	  KEY 20                             a number: of 表三 in the columns natural_person and total
//	  KEY:COLUMN 3                       in one column
//	  KEY[:COLUMN] blank|dash|slash      no number, in all columns or one
//	  KEY missing                        the table lacks the row
//	  finding SEVERITY CHECK CELL…       a finding about cells, KEY or KEY:COLUMN
//	  unmapped TABLE LABEL VALUE…
//	  claim KEY VALUE QUOTE

// parseWorld reads the notation into a roster and files, one report each.
func parseWorld(text string) ([]regions.Agency, []warehouse.Incoming, error) {
	var (
		roster []regions.Agency
		files  []warehouse.Incoming
		report *notedReport
	)
	flush := func() {
		if report != nil {
			files = append(files, report.incoming(len(files)+1))
		}
		report = nil
	}
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		var err error
		switch {
		case words[0] == "agency":
			var a regions.Agency
			a, err = parseAgency(words[1:])
			roster = append(roster, a)
		case words[0] == "report":
			flush()
			report, err = parseReport(words[1:])
		case report == nil:
			err = fmt.Errorf("no report above")
		default:
			report.text += line + "\n"
			err = report.line(words)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("line %d: %s: %w", i+1, line, err)
		}
	}
	flush()
	return roster, files, nil
}

func parseAgency(words []string) (regions.Agency, error) {
	if len(words) < 5 {
		return regions.Agency{}, fmt.Errorf("want NAME REGION KIND SCOPE FROM-TO")
	}
	a := regions.Agency{Name: words[0], Region: words[1], Kind: words[2], Scope: data.Scope(words[3])}
	a.Sample = strings.HasPrefix(a.Region, "99")
	from, to, _ := strings.Cut(words[4], "-")
	a.ExpectedFrom, _ = strconv.Atoi(from)
	a.ExpectedTo, _ = strconv.Atoi(to)
	for _, w := range words[5:] {
		key, value, _ := strings.Cut(w, "=")
		switch key {
		case "population":
			a.Population, _ = strconv.ParseInt(value, 10, 64)
		case "alias":
			a.Aliases = append(a.Aliases, value)
		default:
			return a, fmt.Errorf("unknown %q", key)
		}
	}
	return a, nil
}

// notedReport is a report being read.
type notedReport struct {
	text   string
	placed warehouse.PlacedReport
	lacks  map[string]bool
	cells  map[data.CellID]string
}

func parseReport(words []string) (*notedReport, error) {
	if len(words) != 4 {
		return nil, fmt.Errorf("want NAME REGION YEAR SCOPE")
	}
	year, err := strconv.Atoi(words[2])
	if err != nil {
		return nil, err
	}
	edition, ok := forms.ForYear(year)
	if !ok {
		return nil, fmt.Errorf("no edition for %d", year)
	}
	r := &notedReport{text: strings.Join(words, " ") + "\n", lacks: map[string]bool{}, cells: map[data.CellID]string{}}
	r.placed = warehouse.PlacedReport{AgencyName: words[0], Region: words[1], Report: data.Report{
		Agency: words[0], Region: words[1], Year: year, Scope: data.Scope(words[3]), Confidence: 1,
		Title: words[0] + words[2] + "年政府信息公开工作年度报告", Editions: map[string]string{"": edition.Name},
	}}
	return r, nil
}

func (r *notedReport) line(words []string) error {
	report := &r.placed.Report
	switch words[0] {
	case "edition":
		report.Editions[""] = words[1]
	case "lacks":
		r.lacks[words[1]] = true
	case "finding":
		f := data.Finding{Severity: data.Severity(words[1]), Check: words[2], Message: words[2] + " 不平"}
		for _, word := range words[3:] {
			cell := parseCell(word)
			f.Cells = append(f.Cells, data.FindingCell{Table: "3", Key: cell.Key, Column: cell.Column, Label: word})
		}
		report.Findings = append(report.Findings, f)
	case "unmapped":
		report.Unmapped = append(report.Unmapped, data.Unmapped{Table: words[1], Label: words[2], Values: words[3:],
			At: data.Position{Line: 7}})
	case "claim":
		value, err := decimal.NewFromString(words[2])
		if err != nil {
			return err
		}
		report.Claims = append(report.Claims, data.Claim{Key: words[1], Value: &value, Section: 1, Quote: words[3]})
	default:
		if _, ok := forms.MeasureOf(parseCell(words[0]).Key); !ok {
			return fmt.Errorf("no measure %q", words[0])
		}
		r.cells[parseCell(words[0])] = words[1]
	}
	return nil
}

func parseCell(word string) data.CellID {
	key, column, _ := strings.Cut(word, ":")
	return data.CellID{Key: key, Column: column}
}

// incoming is the file the report came in.
func (r *notedReport) incoming(number int) warehouse.Incoming {
	report := &r.placed.Report
	edition, _ := forms.Named(report.Editions[""])
	report.Editions = map[string]string{}
	for _, t := range edition.Tables {
		if r.lacks[t.ID] {
			continue
		}
		report.Editions[t.ID] = edition.Name
		for i, c := range t.Cells() {
			if f, there := r.fact(t.ID, c.CellID); there {
				f.At = data.Position{Grid: len(t.ID), Line: i + 1, Cell: 2}
				report.Facts = append(report.Facts, f)
			}
		}
	}
	name := fmt.Sprintf("%d.txt", number)
	return warehouse.Incoming{Path: name, Name: name, Format: "txt", Reader: "1", Bytes: []byte(r.text),
		ReceivedAt: testTime, Reports: []warehouse.PlacedReport{r.placed}}
}

// fact is what a cell holds.
func (r *notedReport) fact(table string, id data.CellID) (data.Fact, bool) {
	text := "0"
	if said, ok := r.cells[data.CellID{Key: id.Key}]; ok {
		counted := id.Column == "" || id.Column == forms.NaturalPerson || id.Column == forms.Total
		if _, err := decimal.NewFromString(said); err != nil || counted {
			text = said
		}
	}
	if said, ok := r.cells[id]; ok {
		text = said
	}
	f := data.Fact{Table: table, Key: id.Key, Column: id.Column, State: data.State(text)}
	switch f.State {
	case "missing":
		return f, false
	case data.StateBlank, data.StateDash, data.StateSlash:
		return f, true
	}
	value := decimal.RequireFromString(text)
	f.State, f.Value, f.Raw = data.StateNumber, &value, text
	return f, true
}
