import type { Backend } from '@x/tensor/core';
import type { Fail } from '../failure.js';
import { loadPickle } from '../pickle/machine.js';
import { ZipArchive } from '../zip/archive.js';
import { Materializer } from './materialize.js';
import { pytorch } from './world.js';

const PICKLE = 'data.pkl';
const WRONG_ORDER = 'big';

/** Reads a file of `torch.save` since PyTorch 1.6: a ZIP archive with a pickle and one file per storage, in one folder. */
export function readZipFile(bytes: Uint8Array, backend: Backend, fail: Fail): unknown {
  const archive = new ZipArchive(bytes, fail);
  const pickle = [...archive.entries.keys()].find((name) => name.endsWith(`/${PICKLE}`));
  if (pickle === undefined)
    throw fail(
      [...archive.entries.keys()].some((name) => name.endsWith('constants.pkl') || name.endsWith('.npy'))
        ? 'is an archive of something else (a TorchScript module or NumPy arrays)'
        : `is a ZIP archive without ${PICKLE}`,
    );
  const folder = pickle.slice(0, -PICKLE.length);
  if (archive.entries.has(`${folder}constants.pkl`))
    throw fail('is a TorchScript module (save its state_dict() instead)');
  if (archive.entries.has(`${folder}byteorder`)) checkByteOrder(archive.read(`${folder}byteorder`), fail);
  const { value } = loadPickle(archive.read(pickle), 0, pytorch, fail);
  return new Materializer(({ key }) => archive.read(`${folder}data/${key}`), backend, fail).run(value);
}

function checkByteOrder(contents: Uint8Array, fail: Fail): void {
  if (new TextDecoder().decode(contents).trim() === WRONG_ORDER) throw fail('was written on a big-endian machine');
}
