package dashboard

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"tongjian/data/warehouse"
	"tongjian/queries/datasets"

	"tongjian/dashboard/datapackage"
)

// packageName is the address of the whole snapshot as one file, under the API.
const packageName = "/datapackage.zip"

// dataPackage answers with everything the reader reaches as one archive. It goes out while it is made: nothing is kept in memory.
func (s *server) dataPackage(w http.ResponseWriter, r *http.Request) {
	if err := s.sendPackage(w, r); err != nil {
		s.fail(w, r, err)
	}
}

func (s *server) sendPackage(w http.ResponseWriter, r *http.Request) error {
	snapshot, ok, err := number(r.URL.Query(), paramSnapshot)
	if err != nil {
		return err
	}
	if !ok {
		snapshot = 0
	}
	lease, err := s.leaseOf(r.Context(), snapshot)
	if err != nil {
		return err
	}
	defer lease.Release()
	desk, leave, err := s.writingDesk(r.Context(), lease)
	if err != nil {
		return err
	}
	defer leave()
	info, reader := lease.Info(), readerOf(r.Context())
	p := datapackage.Package{Snapshot: info.Number, PublishedAt: info.PublishedAt, FirstYear: info.FirstYear, LastYear: info.LastYear, Reports: info.Reports,
		Sample: info.Sample}
	reach := reachOf(reader)
	if reach != nil {
		p.Region = regionName(reader.Account.Region) + "及其下级"
	}
	out := newStream(w)
	out.begin = func() {
		w.Header().Set("Content-Type", documentTypes()["zip"])
		w.Header().Set("Content-Disposition", `attachment; filename="`+p.Name()+`.zip"`)
	}
	buffered := bufio.NewWriterSize(out, 64<<10)
	archive := zip.NewWriter(buffered)
	err = packAll(r.Context(), desk, archive, &p, reach)
	if err == nil {
		err = errors.Join(archive.Close(), buffered.Flush())
	}
	if err != nil && out.begun {
		s.log.WarnContext(r.Context(), "package broken off", "err", err)
		if _, direct := w.(*exported); !direct {
			panic(http.ErrAbortHandler) // the reader must not take a part for the whole
		}
	}
	return err
}

// packAll writes every dataset in both forms, and what describes them.
func packAll(ctx context.Context, desk *warehouse.Desk, archive *zip.Writer, p *datapackage.Package, reach []string) error {
	for _, d := range datasets.All() {
		q := datasets.Query{Reach: reach}
		if d.Superseded() {
			q.Values = map[string][]string{"revisions": {"all"}}
		}
		table, err := packCSV(ctx, desk, archive, p, d, q)
		if err != nil {
			return err
		}
		columns, err := packParquet(ctx, desk, archive, p, d, q)
		if err != nil {
			return err
		}
		columns.Rows = table.Rows
		p.Files = append(p.Files, table, columns)
	}
	described, err := datapackage.Describe(*p)
	if err != nil {
		return err
	}
	for _, name := range []string{datapackage.DescriptorName, datapackage.CatalogName, datapackage.ReadmeName} {
		entry, err := archive.CreateHeader(entryOf(p, name, zip.Deflate))
		if err != nil {
			return err
		}
		if _, err := entry.Write(described[name]); err != nil {
			return err
		}
	}
	return nil
}

// entryOf is the head of a file of the archive. Its time is the snapshot's, so that the same package has the same bytes.
func entryOf(p *datapackage.Package, path string, method uint16) *zip.FileHeader {
	return &zip.FileHeader{Name: p.Name() + "/" + path, Method: method, Modified: p.PublishedAt.UTC()}
}

// measured counts and digests what is written.
type measured struct {
	w     io.Writer
	bytes int64
	sum   interface {
		io.Writer
		Sum([]byte) []byte
	}
}

// Write implements io.Writer.
func (m *measured) Write(b []byte) (int, error) {
	n, err := m.w.Write(b)
	m.bytes += int64(n)
	_, _ = m.sum.Write(b[:n]) // never fails
	return n, err
}

func (m *measured) file(path, dataset, format string) datapackage.File {
	return datapackage.File{Path: path, Dataset: dataset, Format: format, Bytes: m.bytes, SHA256: hex.EncodeToString(m.sum.Sum(nil))}
}

func packCSV(ctx context.Context, desk *warehouse.Desk, archive *zip.Writer, p *datapackage.Package, d datasets.Dataset, q datasets.Query) (datapackage.File, error) {
	path := "data/" + d.Name + ".csv"
	entry, err := archive.CreateHeader(entryOf(p, path, zip.Deflate))
	if err != nil {
		return datapackage.File{}, err
	}
	m := &measured{w: entry, sum: sha256.New()}
	file, rows := csvFile(m, d), 0
	err = file.begin()
	if err == nil {
		err = d.Each(ctx, desk.Conn(), q, func(row datasets.Row) error {
			rows++
			return file.row(row)
		})
	}
	if err == nil {
		err = file.end()
	}
	f := m.file(path, d.Name, asCSV)
	f.Rows = rows
	return f, err
}

func packParquet(ctx context.Context, desk *warehouse.Desk, archive *zip.Writer, p *datapackage.Package, d datasets.Dataset, q datasets.Query) (f datapackage.File, err error) {
	path, made := "data/"+d.Name+".parquet", filepath.Join(desk.Dir(), d.Name+".parquet")
	if err := d.Parquet(ctx, desk.Conn(), q, made); err != nil {
		return f, err
	}
	from, err := os.Open(made)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, from.Close(), os.Remove(made)) }()
	entry, err := archive.CreateHeader(entryOf(p, path, zip.Store)) // it is compressed already
	if err != nil {
		return f, err
	}
	m := &measured{w: entry, sum: sha256.New()}
	if _, err := io.Copy(m, from); err != nil {
		return f, fmt.Errorf("packing %s: %w", path, err)
	}
	return m.file(path, d.Name, asParquet), nil
}
