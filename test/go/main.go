// Command verify-log checks a Counterwatch log without any of its code: it shares only a specification with the writer
// (C2SP tlog-tiles, tlog-checkpoint, signed-note) and uses golang.org/x/mod/sumdb alone.
//
//	verify-log FOLDER VKEY          a whole log
//	verify-log bundle FOLDER VKEY   an unpacked bundle of look-ups with their proofs (bundle.go)
//
// It checks the checkpoint's signature by VKEY, hashes every entry of every bundle, rebuilds the whole tree, compares its
// root with the signed one and every hash tile with the tree, byte for byte. It prints "ok SIZE ROOT", or what is wrong and
// exits with 1. Memory is two hashes an entry.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	if len(os.Args) == 4 && os.Args[1] == "bundle" {
		shown, err := verifyBundle(os.Args[2], os.Args[3])
		if err != nil {
			fmt.Fprintln(os.Stderr, "verify-log:", err)
			os.Exit(1)
		}
		fmt.Println("ok", shown)
		return
	}
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "verify-log [bundle] FOLDER VKEY")
		os.Exit(2)
	}
	size, root, err := verify(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "verify-log:", err)
		os.Exit(1)
	}
	fmt.Println("ok", size, root)
}

func verify(folder, vkey string) (int64, tlog.Hash, error) {
	size, root, err := readCheckpoint(folder, vkey)
	if err != nil {
		return 0, root, err
	}
	stored, err := rebuild(folder, size)
	if err != nil {
		return 0, root, err
	}
	computed, err := tlog.TreeHash(size, stored)
	if err != nil {
		return 0, root, err
	}
	if computed != root {
		return 0, root, fmt.Errorf("the tree of the entries is %v, the checkpoint signed %v", computed, root)
	}
	return size, root, compareTiles(folder, size, stored)
}

func readCheckpoint(folder, vkey string) (int64, tlog.Hash, error) {
	message, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	return openCheckpoint(message, vkey)
}

func openCheckpoint(message []byte, vkey string) (int64, tlog.Hash, error) {
	var root tlog.Hash
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return 0, root, err
	}
	signed, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return 0, root, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() || lines[3] != "" {
		return 0, root, fmt.Errorf("the checkpoint is not origin, size and root of %s", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return 0, root, fmt.Errorf("the checkpoint has the size %q", lines[1])
	}
	hash, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(hash) != tlog.HashSize {
		return 0, root, fmt.Errorf("the checkpoint has the root %q", lines[2])
	}
	copy(root[:], hash)
	return size, root, nil
}

// storage holds every hash of the tree at its tlog storage index.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("no hash %d yet", index)
		}
		hashes[i] = s[index]
	}
	return hashes, nil
}

func rebuild(folder string, size int64) (storage, error) {
	var stored storage
	for next := int64(0); next < size; {
		width := size - next
		if width > 1<<height {
			width = 1 << height
		}
		path := "tile/entries/" + numbered(next>>height, int(width))
		bundle, err := os.ReadFile(filepath.Join(folder, path))
		if err != nil {
			return nil, err
		}
		for i := int64(0); i < width; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("%s ends within entry %d", path, next+i)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			hashes, err := tlog.StoredHashesForRecordHash(next+i, tlog.RecordHash(bundle[2:end]), stored)
			if err != nil {
				return nil, err
			}
			stored = append(stored, hashes...)
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("%s goes on after its entries", path)
		}
		next += width
	}
	return stored, nil
}

func compareTiles(folder string, size int64, stored storage) error {
	for _, tile := range tlog.NewTiles(height, 0, size) {
		path := fmt.Sprintf("tile/%d/%s", tile.L, numbered(tile.N, tile.W))
		found, err := os.ReadFile(filepath.Join(folder, path))
		if err != nil {
			return err
		}
		expected, err := tlog.ReadTileData(tile, stored)
		if err != nil {
			return err
		}
		if !bytes.Equal(found, expected) {
			return fmt.Errorf("%s differs from the tree", path)
		}
	}
	return nil
}

// numbered is the path of a tile within its level: tlog.Tile.Path without the height, which C2SP leaves out.
func numbered(n int64, width int) string {
	path := tlog.Tile{H: height, L: 0, N: n, W: width}.Path()
	return strings.TrimPrefix(path, fmt.Sprintf("tile/%d/0/", height))
}
