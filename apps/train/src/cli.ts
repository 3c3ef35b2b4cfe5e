import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { describeError, UsageError } from './errors.js';
import type { Host } from './host.js';
import { help } from './options.js';
import { planRun, train } from './session.js';

/**
 * The program: reads the arguments, trains, and tells of errors in one line of stderr.
 *
 * @param argv the arguments without the program's name.
 * @returns the exit code: 0, 1 after an error, 2 for arguments that it does not take, 130 after Ctrl-C.
 */
export async function run(argv: readonly string[], host: Host): Promise<number> {
  try {
    registerBackend(await cpu());
    const plan = await planRun(argv);
    if (plan !== 'help') return await train(plan, host);
    host.stdout.write(help());
    return 0;
  } catch (error) {
    host.stderr.write(`${describeError(error, argv.includes('--debug'))}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
