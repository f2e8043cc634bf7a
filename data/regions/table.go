package regions

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed gb2260.tsv
var gb2260 string

// regionTable is the table of regions with its indexes. It is built once and never changed.
type regionTable struct {
	list     []Region // by code
	byCode   map[string]int
	children map[string][]int
	names    map[string][]Name
	// full and short find regions by what people write: with the suffix that tells the kind (龙亭区, 恩施州) and without.
	full, short map[string][]bearer
	longest     int // runes in the longest key of full and short
	// written and stems are the same by region: the ways its names are written, with and without the suffix.
	written, stems map[string][]string
	above          map[string][]Region // ancestors, nearest first
}

// bearer is a region that bears a name, and the years it does.
type bearer struct {
	region   Region
	from, to int
}

// table gives the table, read on first use. The file is part of the program, so that a fault in it is one of the program.
var table = sync.OnceValue(func() *regionTable {
	t, err := readTable(gb2260)
	if err != nil {
		panic(err)
	}
	return t
})

func readTable(text string) (*regionTable, error) {
	t := &regionTable{
		byCode: map[string]int{}, children: map[string][]int{}, names: map[string][]Name{},
		full: map[string][]bearer{}, short: map[string][]bearer{},
		written: map[string][]string{}, stems: map[string][]string{}, above: map[string][]Region{},
	}
	t.add(Region{Code: Country, Name: "全国"}, Name{Name: "全国"})
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := t.readRow(line); err != nil {
			return nil, fmt.Errorf("gb2260.tsv:%d: %w", n, err)
		}
	}
	for _, r := range sampleRegions() {
		t.add(r, Name{Name: r.Name})
	}
	slices.SortFunc(t.list, func(a, b Region) int { return strings.Compare(a.Code, b.Code) })
	for i := range t.list {
		t.byCode[t.list[i].Code] = i
	}
	for i := range t.list {
		r := &t.list[i]
		r.Level = levelOf(r.Code)
		r.Parent = t.parentOf(r.Code)
		t.children[r.Parent] = append(t.children[r.Parent], i)
	}
	delete(t.children, "") // the country's own place
	for _, r := range t.list {
		t.indexNames(r)
		for up := r; up.Parent != ""; {
			up = t.list[t.byCode[up.Parent]]
			t.above[r.Code] = append(t.above[r.Code], up)
		}
	}
	return t, nil
}

// readRow adds one line: code, name, from, to, successor, the last three left out when empty.
func (t *regionTable) readRow(line string) error {
	cells := strings.Split(line, "\t")
	if len(cells) > 5 || len(cells) < 2 {
		return fmt.Errorf("%d cells, want 2 to 5", len(cells))
	}
	cells = append(cells, "", "", "")
	if len(cells[0]) != 6 {
		return fmt.Errorf("code %q: want six digits", cells[0])
	}
	var years [2]int
	for i, cell := range cells[2:4] {
		if cell == "" {
			continue
		}
		var err error
		if years[i], err = strconv.Atoi(cell); err != nil {
			return fmt.Errorf("year %q: %w", cell, err)
		}
	}
	r := Region{Code: cells[0], Name: cells[1], From: years[0], To: years[1], Successor: cells[4]}
	t.add(r, Name{Name: r.Name, From: r.From, To: r.To})
	return nil
}

// add takes a row. A further row of the same code is a later name of the region.
func (t *regionTable) add(r Region, n Name) {
	t.names[r.Code] = append(t.names[r.Code], n)
	i, ok := t.byCode[r.Code]
	if !ok {
		t.byCode[r.Code] = len(t.list)
		t.list = append(t.list, r)
		return
	}
	t.list[i].Name, t.list[i].To, t.list[i].Successor = r.Name, r.To, r.Successor
}

// levelOf tells a region's level by the shape of its code.
func levelOf(code string) Level {
	switch {
	case code == Country:
		return LevelCountry
	case strings.HasSuffix(code, "0000"):
		return LevelProvince
	case strings.HasSuffix(code, "00"):
		return LevelPrefecture
	}
	return LevelCounty
}

// parentOf is the nearest region above that has a government. Districts of the four municipalities and counties governed
// by their province directly have no prefecture above them: 1101xx, 4290xx.
func (t *regionTable) parentOf(code string) string {
	switch levelOf(code) {
	case LevelCountry:
		return ""
	case LevelProvince:
		return Country
	case LevelCounty:
		if _, ok := t.byCode[code[:4]+"00"]; ok {
			return code[:4] + "00"
		}
	}
	return code[:2] + "0000"
}
