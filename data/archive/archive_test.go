package archive_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"

	"tongjian/data/archive"
)

// packed is an archive of files, each with its method.
func packed(t testing.TB, method uint16, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: files[i], Method: method})
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestIs(t *testing.T) {
	files := packed(t, zip.Deflate, "a.txt", "x")
	for _, tc := range []struct {
		name string
		b    []byte
		want bool
	}{
		{"a.zip", files, true},
		{"without an ending", files, true},
		{"a.xlsx", files, false}, // whoever calls it a workbook gets told what is wrong with the workbook
		{"workbook.zip", packed(t, zip.Deflate, "[Content_Types].xml", "x"), false},
		{"text.odt", packed(t, zip.Store, "mimetype", "x"), false},
		{"page.ofd", packed(t, zip.Deflate, "OFD.xml", "x", "Doc_0/Document.xml", "x"), false},
		{"empty.zip", packed(t, zip.Deflate), true},
		{"cut.zip", files[:len(files)/2], true},
		{"cut.doc", files[:len(files)/2], false},
		{"a.txt", []byte("PK"), false},
		{"none.zip", nil, true},
	} {
		if got := archive.Is(tc.name, bytes.NewReader(tc.b), int64(len(tc.b))); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

// A directory of more entries than an archive may have is not read to its end.
func TestDirectoriesAreBounded(t *testing.T) {
	var many []string
	for i := range archive.MaxFiles + 1 {
		many = append(many, fmt.Sprint(i), "")
	}
	b := packed(t, zip.Store, many...)
	if _, err := archive.Open(bytes.NewReader(b), int64(len(b))); err == nil || !strings.Contains(err.Error(), "超过上限 50000 个") {
		t.Errorf("%v", err)
	}
	long := strings.Repeat("长", 20_000)
	many = nil
	for i := range 400 { // of which each takes 60 KB of the directory
		many = append(many, fmt.Sprint(i)+long, "")
	}
	b = packed(t, zip.Store, many...)
	if _, err := archive.Open(bytes.NewReader(b), int64(len(b))); err == nil || !strings.Contains(err.Error(), "文件太多") {
		t.Errorf("%v", err)
	}
}

func TestCopyIsBounded(t *testing.T) {
	noise := make([]byte, 3<<20)
	for i := range noise {
		noise[i] = byte(i * i >> 7)
	}
	b := packed(t, zip.Deflate, "bomb.txt", strings.Repeat("0", 40<<20), "noise.bin", string(noise))
	locked := bytes.Clone(b)
	for _, head := range []string{"PK\x03\x04", "PK\x01\x02"} {
		at := bytes.Index(locked, []byte(head)) + map[string]int{"PK\x03\x04": 6, "PK\x01\x02": 8}[head]
		locked[at] |= 1
	}
	broken := bytes.Clone(b)
	broken[bytes.LastIndex(broken, []byte("PK\x03\x04"))+200] ^= 0xff
	lying := bytes.Clone(b) // its directory says that the first file is of 1,000 bytes
	binary.LittleEndian.PutUint32(lying[bytes.Index(lying, []byte("PK\x01\x02"))+24:], 1000)
	for _, tc := range []struct {
		name  string
		b     []byte
		file  int
		limit int64
		says  string
		large bool
	}{
		{"packed too well", b, 0, 64 << 20, "250 倍", true},
		{"and its directory lies", lying, 0, 64 << 20, "已损坏", false},
		{"larger than it may be", b, 1, 2 << 20, "超过上限 2 MB", true},
		{"as large as it may be", b, 1, 3 << 20, "", false},
		{"with a password", locked, 0, 64 << 20, "密码", false},
		{"damaged", broken, 1, 64 << 20, "已损坏", false},
	} {
		a, err := archive.Open(bytes.NewReader(tc.b), int64(len(tc.b)))
		if err != nil {
			t.Fatal(tc.name, err)
		}
		var n counting
		err = a.Files()[tc.file].Copy(&n, tc.limit)
		if (err == nil) != (tc.says == "") || err != nil && !strings.Contains(err.Error(), tc.says) || errors.Is(err, archive.ErrTooLarge) != tc.large {
			t.Errorf("%s: %v", tc.name, err)
		}
		if int64(n) > tc.limit+1 || tc.name == "packed too well" && n > 20<<20 {
			t.Errorf("%s: %d bytes came out", tc.name, n)
		}
	}
	a, err := archive.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("the disk is full")
	if err := a.Files()[1].Copy(writing(func([]byte) (int, error) { return 0, full }), 64<<20); !errors.Is(err, full) {
		t.Errorf("what the disk says is lost: %v", err)
	}
}

type counting int64

func (c *counting) Write(b []byte) (int, error) {
	*c += counting(len(b))
	return len(b), nil
}

type writing func([]byte) (int, error)

func (w writing) Write(b []byte) (int, error) { return w(b) }

// Whatever bytes say they are an archive: names lead nowhere, and no more comes out than may.
func FuzzArchive(f *testing.F) {
	f.Add(packed(f, zip.Deflate, "a/b.txt", "x", "../../c", "y"))
	f.Add(packed(f, zip.Store, `..\a`, "x", "/etc/passwd", "y", "\xd4\xb4.txt", "z"))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if !archive.Is("x", bytes.NewReader(b), int64(len(b))) {
			return
		}
		a, err := archive.Open(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return
		}
		for _, file := range a.Files() {
			if strings.HasPrefix(file.Name, "/") || strings.Contains("/"+file.Name+"/", "/../") || strings.Contains(file.Name, `\`) {
				t.Errorf("a way out: %q", file.Name)
			}
			var out counting
			if err := file.Copy(&out, 1<<16); out > 1<<16+1 || err == nil && out > 1<<16 {
				t.Errorf("%d bytes, %v", out, err)
			}
		}
	})
}
