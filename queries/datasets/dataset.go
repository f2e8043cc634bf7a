package datasets

import (
	"embed"
	"slices"
)

//go:embed sql/*.sql
var views embed.FS

// Dataset is one table for analysts.
type Dataset struct {
	// Name is its name in addresses, in SQL and as a file: observations.
	Name string
	// Title and Note tell in Chinese what it is and what a row stands for.
	Title, Note string
	Columns     []Column
	// Key are the columns that name a row; rows come in their order.
	Key []string
	// References are the columns that lead to other datasets.
	References []Reference
	// Public says that it holds nothing about any agency or region's reports: definitions, and the regions of the country.
	Public bool
}

// Reference says that columns of a dataset hold the key of another.
type Reference struct {
	Columns []string
	To      string // the other dataset; "" is this one
	Keys    []string
}

// Type is what a column holds.
type Type string

const (
	Integer Type = "integer"
	Decimal Type = "decimal" // exact, with up to four places
	Float   Type = "float"   // of statistics only
	Text    Type = "text"
	Boolean Type = "boolean"
	Date    Type = "date"
	Time    Type = "time" // UTC
)

// Column is a column of a dataset.
type Column struct {
	Name, Title string
	Type        Type
	// Note says what the values mean where the title does not.
	Note string
	// Missing says when there is no value; empty where there always is one.
	Missing string
	// Codes names the field of the dataset codes that lists the values there are; empty where they are open.
	Codes string
}

// Column finds a column by its name.
func (d Dataset) Column(name string) (Column, bool) {
	i := slices.IndexFunc(d.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return d.Columns[i], true
}

// has reports whether there is a column of a name.
func (d Dataset) has(name string) bool {
	_, ok := d.Column(name)
	return ok
}

// Lookup finds a dataset by its name.
func Lookup(name string) (Dataset, bool) {
	all := All()
	i := slices.IndexFunc(all, func(d Dataset) bool { return d.Name == name })
	if i < 0 {
		return Dataset{}, false
	}
	return all[i], true
}

// view is the statement of a dataset.
func (d Dataset) view() (string, error) {
	b, err := views.ReadFile("sql/" + d.Name + ".sql")
	return string(b), err
}
