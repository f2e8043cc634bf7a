// Package datapackage describes a snapshot that is taken away as a whole: as a Frictionless Data Package 2.0 (datapackage.json), as a
// dataset of DCAT and schema.org (dcat.jsonld), and in Chinese for people (README.md).
//
// [Describe] makes all three from the declarations of queries/datasets and from what is in the package; the files themselves are
// written by who makes the archive, who knows their sizes and digests only then: so the descriptions come last in it.
//
// In the CSVs an empty field of a number, a time or a boolean is a missing value; of a text it is an empty text, except where the
// column may be missing. Text that a spreadsheet would take for a formula is led by an apostrophe there and in no Parquet file.
package datapackage
