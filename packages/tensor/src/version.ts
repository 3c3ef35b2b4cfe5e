/** Version of @x/tensor, as in its package.json (a test compares them). */
export const version = '0.1.0';
