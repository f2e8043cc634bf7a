package dashboard

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/gorilla/mux"
	"github.com/shopspring/decimal"

	"tongjian/data/warehouse"
	"tongjian/queries/datasets"
)

// cursor is where a page of rows ended: addresses carry it as one word nobody writes by hand.
type cursor struct {
	Snapshot int      `json:"s"`
	Key      []string `json:"k"`
}

// String writes the cursor for an address.
func (c cursor) String() string {
	b, _ := json.Marshal(c) // numbers and text: nothing that could fail
	return base64.RawURLEncoding.EncodeToString(b)
}

func parseCursor(text string) (c cursor, err error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal(b, &c); err != nil {
		return c, err
	}
	if c.Snapshot < 1 {
		return c, errors.New("no snapshot")
	}
	return c, nil
}

// apiPage is what stands before the rows of a page.
type apiPage struct {
	Dataset  string      `json:"dataset"`
	Snapshot apiSnapshot `json:"snapshot"`
	Next     *string     `json:"next"`
}

// apiSnapshot tells which snapshot answers.
type apiSnapshot struct {
	Number      int       `json:"number"`
	PublishedAt time.Time `json:"published_at"`
	Sample      bool      `json:"sample"`
}

func snapshotOf(info warehouse.SnapshotInfo) apiSnapshot {
	return apiSnapshot{info.Number, info.PublishedAt.UTC(), info.Sample}
}

// writePage writes a page of rows as one object.
func writePage(w io.Writer, d datasets.Dataset, info warehouse.SnapshotInfo, rows []datasets.Row, next string) error {
	page := apiPage{Dataset: d.Name, Snapshot: snapshotOf(info)}
	if next != "" {
		page.Next = &next
	}
	var head bytes.Buffer
	encoder := json.NewEncoder(&head)
	encoder.SetEscapeHTML(false) // the address of the next page is read by people too
	if err := encoder.Encode(page); err != nil {
		return fmt.Errorf("writing %s: %w", d.Name, err)
	}
	b := append(bytes.TrimSuffix(head.Bytes(), []byte("}\n")), `,"rows":[`...)
	for i, row := range rows {
		if i > 0 {
			b = append(b, ',', '\n')
		}
		var err error
		if b, err = appendObject(b, d, row); err != nil {
			return fmt.Errorf("writing %s: %w", d.Name, err)
		}
	}
	_, _ = w.Write(append(b, ']', '}', '\n')) // fails when the reader has gone away: there is nobody to tell
	return nil
}

// appendObject writes a row as an object, its columns in their order. Decimals are text, so that nobody's floats touch them.
func appendObject(b []byte, d datasets.Dataset, row datasets.Row) ([]byte, error) {
	for i, c := range d.Columns {
		open := byte(',')
		if i == 0 {
			open = '{'
		}
		b = append(append(append(b, open, '"'), c.Name...), '"', ':')
		switch v := row[i].(type) {
		case int64:
			b = strconv.AppendInt(b, v, 10)
		case bool:
			b = strconv.AppendBool(b, v)
		case decimal.Decimal:
			b = append(append(append(b, '"'), v.String()...), '"')
		default:
			text, err := json.Marshal(plainValue(c, v))
			if err != nil {
				return nil, err
			}
			b = append(b, text...)
		}
	}
	return append(b, '}'), nil
}

// plainValue writes days and times as text.
func plainValue(c datasets.Column, v any) any {
	t, ok := v.(time.Time)
	switch {
	case !ok:
		return v
	case c.Type == datasets.Date:
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// rowFile writes rows to a file of some form.
type rowFile struct {
	begin func() error
	row   func(datasets.Row) error
	end   func() error
}

// ndjsonFile has an object a line.
func ndjsonFile(w io.Writer, d datasets.Dataset) rowFile {
	var line []byte
	nothing := func() error { return nil }
	return rowFile{begin: nothing, end: nothing, row: func(row datasets.Row) (err error) {
		if line, err = appendObject(line[:0], d, row); err != nil {
			return err
		}
		_, err = w.Write(append(line, '\n'))
		return err
	}}
}

// csvFile has a line of names and a line a row (RFC 4180), UTF-8 without a mark. What is missing is empty; text is guarded as in
// every CSV of this site.
func csvFile(w io.Writer, d datasets.Dataset) rowFile {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	fields := make([]string, len(d.Columns))
	return rowFile{
		begin: func() error {
			for i, c := range d.Columns {
				fields[i] = c.Name
			}
			return out.Write(fields)
		},
		row: func(row datasets.Row) error {
			for i, v := range row {
				switch v := plainValue(d.Columns[i], v).(type) {
				case int64:
					fields[i] = strconv.FormatInt(v, 10)
				case float64:
					fields[i] = strconv.FormatFloat(v, 'g', -1, 64)
				default:
					fields[i] = csvField(v)
				}
			}
			return out.Write(fields)
		},
		end: func() error {
			out.Flush()
			return out.Error()
		},
	}
}

// sendWhole answers with every row, as a stream: a reader who takes long holds up nobody, and nothing is kept in memory.
func (s *server) sendWhole(w http.ResponseWriter, r *http.Request, q apiRequest) error {
	for _, name := range []string{paramLimit, paramAfter} {
		if q.values.Has(name) {
			return badRequest(name+" 用不上", "文件总是给全部的行；一页一页取，请用 "+apiRoot+"/"+q.dataset.Name+"。")
		}
	}
	form := mux.Vars(r)["ending"]
	at := s.deskFor
	if form == asParquet {
		at = s.writingDesk
	}
	desk, leave, err := at(r.Context(), q.lease)
	if err != nil {
		return err
	}
	defer leave()
	name := fmt.Sprintf("tongjian-%s-snapshot%d.%s", q.dataset.Name, q.lease.Info().Number, form)
	attach := func(mediaType string) {
		w.Header().Set("Content-Type", mediaType)
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	}
	if form == asParquet {
		path := filepath.Join(desk.Dir(), q.dataset.Name+".parquet")
		if err := q.dataset.Parquet(r.Context(), desk.Conn(), q.query, path); err != nil {
			return apiError(err)
		}
		attach("application/vnd.apache.parquet")
		return sendFile(w, path)
	}
	out := newStream(w)
	buffered := bufio.NewWriterSize(out, 64<<10)
	file := ndjsonFile(buffered, q.dataset)
	mediaType := "application/x-ndjson; charset=utf-8"
	if form == asCSV {
		file, mediaType = csvFile(buffered, q.dataset), "text/csv; charset=utf-8; header=present"
	}
	// Headers go out with the first rows, so that what is refused before is still an answer of its own.
	out.begin = func() { attach(mediaType) }
	err = errors.Join(file.begin(), q.dataset.Each(r.Context(), desk.Conn(), q.query, file.row))
	if err == nil {
		err = errors.Join(file.end(), buffered.Flush())
	}
	switch {
	case err == nil && !out.begun: // no row and no heading
		attach(mediaType)
		return nil
	case err != nil && out.begun:
		s.log.WarnContext(r.Context(), "api answer broken off", "path", r.URL.Path, "err", err)
		if _, direct := w.(*exported); direct {
			return err
		}
		panic(http.ErrAbortHandler) // the reader must not take a part for the whole
	}
	return apiError(err)
}

// sendFile answers with a file.
func sendFile(w http.ResponseWriter, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return err
	}
	w.Header().Set("Content-Length", strconv.FormatInt(info.Size(), 10))
	_, _ = io.Copy(newStream(w), f) // fails when the reader has gone away: there is nobody to tell
	return nil
}

// patience is how long a stream waits for its reader to take the next part.
const patience = time.Minute

// stream writes an answer of any length: each part has time of its own, in place of the server's bound on whole answers.
type stream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	begin   func() // before the first part
	begun   bool
}

func newStream(w http.ResponseWriter) *stream {
	return &stream{w: w, control: http.NewResponseController(w)}
}

// Write implements io.Writer.
func (s *stream) Write(b []byte) (int, error) {
	if !s.begun && s.begin != nil {
		s.begin()
	}
	s.begun = true
	// Not every writer has a deadline: an answer that goes to a file has none.
	if err := s.control.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return s.w.Write(b)
}
