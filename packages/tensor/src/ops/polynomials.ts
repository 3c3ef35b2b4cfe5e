/**
 * @file Orthogonal polynomials and Ai: functions without a gradient, in PyTorch as here.
 */
import { airyAi as airy } from '../numeric/special/bessel.js';
import * as polynomials from '../numeric/special/polynomials.js';
import type { NoAttrs, Op } from '../op.js';
import type { Tensor } from '../tensor.js';
import { hostBinary, type HostBinary, mapped } from './elementwise-on-host.js';

export const airyAi: Op<readonly [x: Tensor], NoAttrs, readonly [Tensor]> = mapped('airyAi', 'special.airyAi', airy);
export const chebyshevPolynomialT: HostBinary = hostBinary('chebyshevPolynomialT', polynomials.chebyshevT);
export const chebyshevPolynomialU: HostBinary = hostBinary('chebyshevPolynomialU', polynomials.chebyshevU);
export const chebyshevPolynomialV: HostBinary = hostBinary('chebyshevPolynomialV', polynomials.chebyshevV);
export const chebyshevPolynomialW: HostBinary = hostBinary('chebyshevPolynomialW', polynomials.chebyshevW);
export const shiftedChebyshevPolynomialT: HostBinary = hostBinary('shiftedChebyshevPolynomialT', polynomials.shiftedT);
export const shiftedChebyshevPolynomialU: HostBinary = hostBinary('shiftedChebyshevPolynomialU', polynomials.shiftedU);
export const shiftedChebyshevPolynomialV: HostBinary = hostBinary('shiftedChebyshevPolynomialV', polynomials.shiftedV);
export const shiftedChebyshevPolynomialW: HostBinary = hostBinary('shiftedChebyshevPolynomialW', polynomials.shiftedW);
export const hermitePolynomialH: HostBinary = hostBinary('hermitePolynomialH', polynomials.hermiteH);
export const hermitePolynomialHe: HostBinary = hostBinary('hermitePolynomialHe', polynomials.hermiteHe);
export const laguerrePolynomialL: HostBinary = hostBinary('laguerrePolynomialL', polynomials.laguerreL);
export const legendrePolynomialP: HostBinary = hostBinary('legendrePolynomialP', polynomials.legendreP);
