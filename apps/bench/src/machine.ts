/**
 * @file The machine, as the report names it.
 */
import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly platform: string;
  readonly node: string;
  /** Version and BLAS. */
  readonly torch: string | null;
  /** Processes that wanted to run, over the last minute, before the measurements began. */
  readonly load: number;
}

export function describeMachine(torch: string | undefined): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    torch: torch ?? null,
    load: loadavg()[0] ?? 0,
  };
}
