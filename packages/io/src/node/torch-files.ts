import { targetBackend } from '../elements/tensor.js';
import { failureIn } from '../failure.js';
import { checkOptions } from '../options.js';
import { readTorch } from '../pytorch/deserialize.js';
import type { LoadOptions } from '../safetensors/deserialize.js';
import { readBytes } from './read-bytes.js';

/**
 * Reads a `.pt` or `.pth` file that `torch.save` wrote, as {@link deserializeTorch} does: nothing is executed.
 *
 * @throws FileError when there is no such file or the system refuses, FormatError for damaged files and for what is neither a
 * tensor nor a plain value, DeviceError when the device is not registered.
 * @example
 * net.loadStateDict((await loadTorch('lenet.pt')) as Map<string, Tensor>);
 * @see https://pytorch.org/docs/stable/generated/torch.load.html
 */
export async function loadTorch(path: string, options: LoadOptions = {}): Promise<unknown> {
  checkOptions('loadTorch', options, ['device']);
  const backend = targetBackend('loadTorch', options.device);
  return readTorch(await readBytes('loadTorch', path), backend, failureIn('loadTorch', path));
}
