// Package ole opens compound files, the containers in which Office and WPS kept documents before 2007 (MS-CFB): a small file system in one
// file, whose files are called streams. Packages xls and word97 read what such a stream holds.
package ole
