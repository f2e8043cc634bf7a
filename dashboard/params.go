package dashboard

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"tongjian/data/warehouse"
	"tongjian/queries"
)

// choice is what the top of every page chooses. It is read from the address, and what is not there has a default that
// depends on the data.
type choice struct {
	queries.Filter
	// Release and Correction choose the denominators of the two contested rates.
	Release    string // all, merits
	Correction string // decided, strict
	// given are the parameters of the choice that are in the address; links carry these and no others.
	given url.Values
	nav   *queries.Navigation
}

// The parameters of the choice, in the order links write them.
const (
	paramRegion     = "region"
	paramFrom       = "from"
	paramTo         = "to"
	paramBasis      = "basis"
	paramRelease    = "release"
	paramCorrection = "correction"
)

func choiceParams() []string {
	return []string{paramRegion, paramFrom, paramTo, paramBasis, paramRelease, paramCorrection}
}

// defaultYears is how many of the latest years are shown to a reader who has chosen none.
const defaultYears = 8

// option is a value of a parameter with its label.
type option struct{ value, label string }

func releases() []option {
	return []option{{"all", "全部办结"}, {"merits", "实体答复"}}
}

func corrections() []option {
	return []option{{"decided", "全部已审结"}, {"strict", "维持与纠正"}}
}

func bases() []option {
	return []option{
		{string(queries.BasisOwn), queries.BasisOwn.Label()}, {string(queries.BasisConsolidated), queries.BasisConsolidated.Label()}}
}

// parseChoice reads the choice from an address.
func parseChoice(ctx context.Context, m *memo, lease *warehouse.Lease, info queries.Snapshot, reader Reader, values url.Values) (choice, error) {
	c := choice{given: url.Values{}}
	for _, name := range choiceParams() {
		if v := values.Get(name); v != "" {
			c.given.Set(name, v)
		}
	}
	code := values.Get(paramRegion)
	if code == "" {
		var err error
		if code, err = reader.start(ctx, m, lease); err != nil {
			return choice{}, err
		}
	}
	if !reader.Everywhere() && !reader.Reaches(code) && (reader.Agency() == 0 || code != reader.Account.Region) {
		return choice{}, outOfReach(reader)
	}
	nav, err := m.navigate(ctx, lease, code)
	if isNotFound(err) {
		return choice{}, notFound("没有区划“"+short(code)+"”", "区划代码是六位数字（乡镇街道九位），见国家统计用区划代码。")
	}
	if err != nil {
		return choice{}, err
	}
	c.nav, c.Region = nav, nav.Code
	if err := c.parseYears(info, values); err != nil {
		return choice{}, err
	}
	fallback := string(queries.BasisOwn)
	if len(nav.OwnYears) == 0 && len(nav.ConsolidatedYears) > 0 {
		fallback = string(queries.BasisConsolidated)
	}
	basis, err := oneOf(values, paramBasis, "口径", bases(), fallback)
	if err != nil {
		return choice{}, err
	}
	c.Basis = queries.Basis(basis)
	if c.Release, err = oneOf(values, paramRelease, "公开率分母", releases(), "all"); err != nil {
		return choice{}, err
	}
	c.Correction, err = oneOf(values, paramCorrection, "纠错率分母", corrections(), "decided")
	return c, err
}

// parseYears reads from and to. A year nobody reported on is not known; a range put the wrong way round is turned.
func (c *choice) parseYears(info queries.Snapshot, values url.Values) error {
	years := c.nav.Years
	if len(years) == 0 {
		years = info.Years
	}
	if len(years) == 0 {
		return notFound("还没有报告", "当前快照里没有任何报告。")
	}
	c.From, c.To = years[max(0, len(years)-defaultYears)], years[len(years)-1]
	for _, p := range []struct {
		name string
		to   *int
	}{{paramFrom, &c.From}, {paramTo, &c.To}} {
		n, ok, err := number(values, p.name)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if !slices.Contains(info.Years, n) {
			return notFound(fmt.Sprintf("没有 %d 年的报告", n),
				fmt.Sprintf("当前快照里有 %d–%d 年的报告。", info.Years[0], info.Years[len(info.Years)-1]), c.yearLinks(info, p.name)...)
		}
		*p.to = n
	}
	switch {
	case c.From > c.To && values.Get(paramFrom) == "":
		c.From = c.To
	case c.From > c.To && values.Get(paramTo) == "":
		c.To = c.From
	case c.From > c.To:
		c.From, c.To = c.To, c.From
	}
	return nil
}

func (c *choice) yearLinks(info queries.Snapshot, param string) []Link {
	var links []Link
	for _, y := range info.Years {
		v := url.Values{}
		for name, given := range c.given {
			v[name] = given
		}
		v.Set(param, strconv.Itoa(y))
		links = append(links, Link{Label: strconv.Itoa(y) + " 年", URL: address("/", v)})
	}
	return links
}

// oneOf reads a parameter that has few values.
func oneOf(values url.Values, name, label string, options []option, fallback string) (string, error) {
	v := values.Get(name)
	if v == "" {
		return fallback, nil
	}
	var there []Link
	for _, o := range options {
		if o.value == v {
			return v, nil
		}
		there = append(there, Link{Label: o.label + "（" + name + "=" + o.value + "）", URL: "/?" + name + "=" + o.value})
	}
	return "", badRequest(label+"没有“"+short(v)+"”", "可以选的是：", there...)
}

// releaseMetric and correctionMetrics are the metrics the choice of denominators stands for.
func (c choice) releaseMetric() string {
	if c.Release == "merits" {
		return "merits_release"
	}
	return "any_release"
}

func (c choice) correctionMetrics() (review, suit string) {
	if c.Correction == "strict" {
		return "correction_review_strict", "correction_suit_strict"
	}
	return "correction_review", "correction_suit"
}
