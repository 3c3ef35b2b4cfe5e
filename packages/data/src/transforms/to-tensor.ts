import { ShapeError, type Tensor } from '@x/tensor/core';
import { Transform } from './transform.js';

function toFloat(images: Tensor): Tensor {
  const moved = images.contiguous();
  return moved.dtype === 'uint8' ? moved.to('float32').div(255) : moved;
}

function wrongRank(image: Tensor, expected: string): ShapeError {
  return new ShapeError('ToTensor', `expected ${expected}, got [${image.shape.join(', ')}]`, { shapes: [image.shape] });
}

/**
 * Makes pictures what networks take: channels first, uint8 values 0 … 255 scaled to float32 0 … 1.
 *
 * `[H, W]` → `[1, H, W]`, `[H, W, C]` → `[C, H, W]`; `batch`: `[N, H, W]` → `[N, 1, H, W]`, `[N, H, W, C]` → `[N, C, H, W]`.
 * Other dtypes are not scaled.
 *
 * @example new ToTensor()(tensor([[0, 255]], { dtype: 'uint8' })) // tensor([[[0., 1.]]])
 * @throws ShapeError for other ranks.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.ToTensor.html
 */
export class ToTensor extends Transform {
  forward(image: Tensor): Tensor {
    if (image.ndim === 2) return toFloat(image.unsqueeze(0));
    if (image.ndim === 3) return toFloat(image.permute(2, 0, 1));
    throw wrongRank(image, 'a picture [H, W] or [H, W, C]');
  }

  override batch(images: Tensor): Tensor {
    if (images.ndim === 3) return toFloat(images.unsqueeze(1));
    if (images.ndim === 4) return toFloat(images.permute(0, 3, 1, 2));
    throw wrongRank(images, 'pictures [N, H, W] or [N, H, W, C]');
  }
}
