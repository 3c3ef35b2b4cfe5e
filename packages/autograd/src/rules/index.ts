/**
 * @file All gradient rules.
 */
import './binary.js';
import './blend.js';
import './choose.js';
import './join.js';
import './matmul.js';
import './reduce.js';
import './scan.js';
import './softmax.js';
import './unary.js';
import './view.js';
