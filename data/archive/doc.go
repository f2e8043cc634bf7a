// Package archive gives the files in a zip archive somebody sent: the bytes of each, within limits on how many there are and how
// much comes out, whatever the archive's directory says.
//
//	a, err := archive.Open(file, size)
//	for _, f := range a.Files() {
//		err := f.Copy(to, limit)
//	}
//
// A name in an archive is for people, and tells folder and file name; it is never opened as a path. Archives in an archive are
// files like any other and are not opened. Errors are Chinese sentences for whoever sent it.
package archive
