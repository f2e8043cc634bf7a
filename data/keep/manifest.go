package keep

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"strings"
	"time"

	"tongjian/data/office"
)

// Manifest (清单) says what a backup holds.
type Manifest struct {
	Format   int       `json:"format"` // 1
	MadeAt   time.Time `json:"made_at"`
	Snapshot int       `json:"snapshot"` // the newest; 0 when nothing had been published
	// Reports and Agencies are what the newest snapshot says of itself.
	Reports  int `json:"reports"`
	Agencies int `json:"agencies"`
	// Audit is the state of the office's audit log; zero where there is no store.
	Audit office.Chain `json:"audit"`
	Files []Item       `json:"files"` // in the order of the archive
}

// Item is a file of a backup.
type Item struct {
	Path   string `json:"path"` // in the data directory, with slashes
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Bytes is how many bytes the files have together.
func (m Manifest) Bytes() (n int64) {
	for _, f := range m.Files {
		n += f.Bytes
	}
	return n
}

const (
	format       = 1
	manifestName = "tongjian-manifest.json"
	// maxManifest bounds a manifest: 200 bytes a file, for a million files.
	maxManifest = 256 << 20
)

// ErrNotBackup says that a file is no backup, or not a whole one.
var ErrNotBackup = errors.New("不是完整的通鉴备份")

// readManifest reads the manifest of an open archive and checks that the two list the same files.
func readManifest(z *zip.Reader) (Manifest, error) {
	var m Manifest
	if len(z.File) == 0 || z.File[len(z.File)-1].Name != manifestName {
		return m, fmt.Errorf("%w：没有清单", ErrNotBackup)
	}
	last := z.File[len(z.File)-1]
	if last.UncompressedSize64 > maxManifest {
		return m, fmt.Errorf("%w：清单过大", ErrNotBackup)
	}
	r, err := last.Open()
	if err != nil {
		return m, fmt.Errorf("%w：清单打不开：%w", ErrNotBackup, err)
	}
	defer func() { _ = r.Close() }() // only read
	if err := json.NewDecoder(io.LimitReader(r, maxManifest)).Decode(&m); err != nil {
		return m, fmt.Errorf("%w：清单读不出来：%w", ErrNotBackup, err)
	}
	if m.Format > format {
		return m, fmt.Errorf("备份由更新版本的程序制作（格式 %d，本程序只认识到 %d）：请使用新版本的 tongjian", m.Format, format)
	}
	return m, m.lists(z.File[:len(z.File)-1])
}

// lists checks that the entries of an archive are those the manifest lists, in its order, each a plain file with a path that
// stays inside the directory.
func (m Manifest) lists(entries []*zip.File) error {
	if len(entries) != len(m.Files) {
		return fmt.Errorf("%w：清单有 %d 个文件，备份里有 %d 个", ErrNotBackup, len(m.Files), len(entries))
	}
	seen := make(map[string]bool, len(entries))
	for i, e := range entries {
		f := m.Files[i]
		switch {
		case e.Name != f.Path:
			return fmt.Errorf("%w：清单上的 %q 在备份里是 %q", ErrNotBackup, f.Path, e.Name)
		case !inside(f.Path):
			return fmt.Errorf("%w：文件名 %q 会写到数据目录以外", ErrNotBackup, f.Path)
		case seen[strings.ToLower(f.Path)]: // file systems that do not tell letters apart would take one for the other
			return fmt.Errorf("%w：%q 出现了两次", ErrNotBackup, f.Path)
		case !e.Mode().IsRegular():
			return fmt.Errorf("%w：%q 不是普通文件", ErrNotBackup, f.Path)
		case f.Bytes < 0 || e.UncompressedSize64 != uint64(f.Bytes):
			return fmt.Errorf("%w：%q 的大小与清单不符", ErrNotBackup, f.Path)
		}
		seen[strings.ToLower(f.Path)] = true
	}
	return nil
}

// inside reports whether a path of an archive stays in the directory it is unpacked into, on any system.
func inside(name string) bool {
	return name != manifestName && path.Clean(name) == name && !strings.ContainsAny(name, "\\:\x00") && filepath.IsLocal(filepath.FromSlash(name))
}
