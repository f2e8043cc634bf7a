package regions

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestByCode(t *testing.T) {
	for _, want := range []Region{
		{Code: "000000", Name: "全国", Level: LevelCountry},
		{Code: "410000", Name: "河南省", Level: LevelProvince, Parent: "000000"},
		{Code: "410200", Name: "开封市", Level: LevelPrefecture, Parent: "410000"},
		{Code: "410202", Name: "龙亭区", Level: LevelCounty, Parent: "410200"},
		{Code: "410211", Name: "金明区", Level: LevelCounty, Parent: "410200", To: 2014, Successor: "410202"},
		{Code: "320813", Name: "洪泽区", Level: LevelCounty, Parent: "320800", From: 2016},
		{Code: "110101", Name: "东城区", Level: LevelCounty, Parent: "110000"},
		{Code: "429004", Name: "仙桃市", Level: LevelCounty, Parent: "420000"},
		{Code: "460400", Name: "儋州市", Level: LevelPrefecture, Parent: "460000", From: 2015},
		{Code: "330104", Name: "江干区", Level: LevelCounty, Parent: "330100", To: 2021},
		{Code: "420600", Name: "襄阳市", Level: LevelPrefecture, Parent: "420000"},
		{Code: "500157", Name: "两江新区", Level: LevelCounty, Parent: "500000", From: 2025},
		{Code: "810000", Name: "香港特别行政区", Level: LevelProvince, Parent: "000000"},
		{Code: "990101", Name: "星湖区", Level: LevelCounty, Parent: "990100", Sample: true},
	} {
		got, ok := ByCode(want.Code)
		if !ok || got != want {
			t.Errorf("ByCode(%s) = %+v, %v, want %+v", want.Code, got, ok, want)
		}
	}
	for _, code := range []string{"", "110100", "410201", "41020", "410202001", "419000"} {
		if r, ok := ByCode(code); ok {
			t.Errorf("ByCode(%s) = %+v, want none", code, r)
		}
	}
}

func TestAncestors(t *testing.T) {
	for code, want := range map[string]string{
		"410202":    "410200 410000 000000",
		"110101":    "110000 000000",
		"429004":    "420000 000000",
		"410200":    "410000 000000",
		"000000":    "",
		"410202001": "410202 410200 410000 000000",
		"999999":    "",
		"999999001": "",
	} {
		var got []string
		for _, r := range Ancestors(code) {
			got = append(got, r.Code)
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("Ancestors(%s) = %s, want %s", code, s, want)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		code, ancestor string
		want           bool
	}{
		{"410202", "410202", true}, {"410202", "410200", true}, {"410202", "000000", true}, {"410202001", "410202", true},
		{"410202001", "410200", true}, {"410200", "410202", false}, {"410202", "410203", false}, {"nosuch", "000000", false},
	} {
		if got := Within(c.code, c.ancestor); got != c.want {
			t.Errorf("Within(%s, %s) = %v", c.code, c.ancestor, got)
		}
	}
}

func TestToday(t *testing.T) {
	for code, want := range map[string]string{
		"410211": "410202", // 金明区 → 龙亭区
		"410202": "410202",
		"341402": "340181", // 居巢区 → the county-level 巢湖市
		"410306": "410308", // 吉利区 → 孟津区
		"542121": "540302", // 昌都县 → 卡若区
		"330104": "",       // 江干区 was divided
		"500110": "500110", // 万盛区, the first to bear the code, went into 綦江区, which bears it now
		"nosuch": "",
	} {
		got, ok := Today(code)
		if got.Code != want || ok != (want != "") {
			t.Errorf("Today(%s) = %s %v, want %q", code, got.Code, ok, want)
		}
	}
}

func TestFullName(t *testing.T) {
	for code, want := range map[string]string{
		"410202": "河南省开封市龙亭区", "110101": "北京市东城区", "429004": "湖北省仙桃市", "000000": "全国", "x": "",
		"990109": "示例省示例市澄波区",
	} {
		if got := FullName(code); got != want {
			t.Errorf("FullName(%s) = %q, want %q", code, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	want := []Name{{"襄樊市", 0, 2010}, {"襄阳市", 2010, 0}}
	if got := Names("420600"); !slices.Equal(got, want) {
		t.Errorf("Names(420600) = %v, want %v", got, want)
	}
}

// TestTable holds the whole table to what every row of it must satisfy.
func TestTable(t *testing.T) {
	code := regexp.MustCompile(`^\d{6}$`)
	name := regexp.MustCompile(`^\p{Han}{2,}$`)
	count := map[Level]int{}
	last := ""
	for _, r := range All() {
		if !code.MatchString(r.Code) || r.Code <= last {
			t.Errorf("%s %s: not a code in order", r.Code, r.Name)
		}
		last = r.Code
		if !name.MatchString(r.Name) {
			t.Errorf("%s: name %q", r.Code, r.Name)
		}
		if r.To != 0 && (r.To < r.From || r.To < 2009) || r.From != 0 && r.From < 2009 {
			t.Errorf("%s %s: valid %d to %d", r.Code, r.Name, r.From, r.To)
		}
		if r.To == 0 && r.Successor != "" {
			t.Errorf("%s %s: in force and succeeded by %s", r.Code, r.Name, r.Successor)
		}
		if next, ok := ByCode(r.Successor); r.Successor != "" && (!ok || next.To != 0 && next.To < r.To) {
			t.Errorf("%s %s: successor %s is not there in %d", r.Code, r.Name, r.Successor, r.To)
		}
		if r.Code != Country {
			if up, ok := ByCode(r.Parent); !ok || r.To == 0 && up.To != 0 {
				t.Errorf("%s %s: parent %s is not in force", r.Code, r.Name, r.Parent)
			}
		}
		names := Names(r.Code)
		for i, n := range names {
			if i > 0 && names[i-1].To != n.From {
				t.Errorf("%s: names %v leave a gap", r.Code, names)
			}
		}
		if names[0].From != r.From || names[len(names)-1].To != r.To || names[len(names)-1].Name != r.Name {
			t.Errorf("%s: names %v of %+v", r.Code, names, r)
		}
		if r.To == 0 && !r.Sample {
			count[r.Level]++
		}
	}
	for level, want := range map[Level]int{LevelCountry: 1, LevelProvince: 34, LevelPrefecture: 333, LevelCounty: 2845} {
		if count[level] != want {
			t.Errorf("%d regions of level %s in force, want %d", count[level], level, want)
		}
	}
}

func TestTableRows(t *testing.T) {
	for _, row := range []string{"410202", "41020\t龙亭区", "410202\t龙亭区\tx", "410202\t龙亭区\t\t\t\t410203"} {
		if _, err := readTable("410000\t河南省\n" + row + "\n"); err == nil || !strings.Contains(err.Error(), "gb2260.tsv:2") {
			t.Errorf("row %q: error %v, want one that names line 2", row, err)
		}
	}
}

// TestSampleNames holds that no invented name is a real region's, with or without the word that tells the kind.
func TestSampleNames(t *testing.T) {
	real := map[string]string{}
	for _, r := range All() {
		for _, n := range Names(r.Code) {
			if r.Sample {
				continue
			}
			real[n.Name] = r.Code
			stem, common := stemOf(n.Name)
			real[stem], real[common] = r.Code, r.Code
		}
	}
	delete(real, "")
	districts := 0
	for _, r := range Children(SamplePrefecture) {
		districts++
		stem, _ := stemOf(r.Name)
		for _, name := range []string{r.Name, stem} {
			if code, taken := real[name]; taken {
				t.Errorf("sample region %s %s: %s is the name of %s", r.Code, r.Name, name, code)
			}
		}
	}
	if districts != 9 {
		t.Errorf("%d sample districts, want 9", districts)
	}
}

func TestStemOf(t *testing.T) {
	for name, want := range map[string][2]string{
		"开封市":        {"开封", ""},
		"恩施土家族苗族自治州": {"恩施", "恩施州"},
		"广西壮族自治区":    {"广西", ""},
		"内蒙古自治区":     {"内蒙古", ""},
		"顺河回族区":      {"顺河", "顺河区"},
		"东乡族自治县":     {"东乡", "东乡县"},
		"鄂温克族自治旗":    {"鄂温克", "鄂温克旗"},
		"神农架林区":      {"神农架", ""},
		"阿里地区":       {"阿里", ""},
		"香港特别行政区":    {"香港", ""},
		"雄县":         {"", ""},
	} {
		if stem, common := stemOf(name); stem != want[0] || common != want[1] {
			t.Errorf("stemOf(%s) = %q, %q, want %q", name, stem, common, want)
		}
	}
}
