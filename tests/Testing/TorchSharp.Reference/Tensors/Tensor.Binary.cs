namespace TorchSharp;

public static partial class torch
{
    // Operations with another tensor or number: new handles, and the same object where the name ends in _.
    public partial class Tensor
    {
        public Tensor add(Tensor target) => Like(target);
        public Tensor add(Tensor target, Scalar alpha) => Like(target);
        public Tensor add(Scalar scalar) => Like(scalar);
        public Tensor add(Scalar scalar, Scalar alpha) => Like(scalar);
        public Tensor add_(Tensor target) => This(target);
        public Tensor add_(Tensor target, Scalar alpha) => This(target, alpha);
        public Tensor add_(Scalar scalar) => This(scalar);
        public Tensor add_(Scalar scalar, Scalar alpha) => This(scalar, alpha);
        public Tensor sub(Tensor target) => Like(target);
        public Tensor subtract(Tensor target) => sub(target);
        public Tensor sub_(Tensor target) => This(target);
        public Tensor subtract_(Tensor target) => sub_(target);
        public Tensor sub(Scalar target) => Like(target);
        public Tensor subtract(Scalar target) => sub(target);
        public Tensor sub_(Scalar target) => This(target);
        public Tensor subtract_(Scalar target) => sub_(target);
        public Tensor mul(Tensor target) => Like(target);
        public Tensor multiply(Tensor target) => mul(target);
        public Tensor mul_(Tensor target) => This(target);
        public Tensor mul(Scalar target) => Like(target);
        public Tensor multiply(Scalar target) => mul(target);
        public Tensor mul_(Scalar target) => This(target);
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => Like(target);
        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => This(target);
        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => Like(target);
        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => This(target);
        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor pow(Tensor exponent) => Like(exponent);
        public Tensor pow_(Tensor exponent) => This(exponent);
        public Tensor pow(Scalar exponent) => Like(exponent);
        public Tensor pow_(Scalar exponent) => This(exponent);
        public Tensor fmod(Tensor target) => Like(target);
        public Tensor fmod_(Tensor target) => This(target);
        public Tensor fmod(Scalar scalar) => Like(scalar);
        public Tensor fmod_(Scalar scalar) => This(scalar);
        public Tensor remainder(Tensor target) => Like(target);
        public Tensor remainder_(Tensor target) => This(target);
        public Tensor remainder(Scalar scalar) => Like(scalar);
        public Tensor remainder_(Scalar scalar) => This(scalar);
        public Tensor floor_divide(Tensor other) => Like(other);
        public Tensor floor_divide_(Tensor other) => This(other);
        public Tensor floor_divide(Scalar other) => Like(other);
        public Tensor floor_divide_(Scalar other) => This(other);
        public Tensor true_divide(Tensor other) => Like(other);
        public Tensor true_divide_(Tensor other) => This(other);
        public Tensor true_divide(Scalar other) => Like(other);
        public Tensor true_divide_(Scalar other) => This(other);
        public Tensor xlogy(Tensor y) => Like(y);
        public Tensor xlogy_(Tensor y) => This(y);
        public Tensor xlogy(Scalar y) => Like(y);
        public Tensor xlogy_(Scalar y) => This(y);
        public Tensor eq(Tensor target) => Compared(target);
        public Tensor eq_(Tensor target) => This(target);
        public Tensor eq(Scalar target) => Compared(target);
        public Tensor eq_(Scalar target) => This(target);
        public Tensor ne(Tensor target) => Compared(target);
        public Tensor ne_(Tensor target) => This(target);
        public Tensor ne(Scalar target) => Compared(target);
        public Tensor ne_(Scalar target) => This(target);
        public Tensor ge(Tensor target) => Compared(target);
        public Tensor ge_(Tensor target) => This(target);
        public Tensor ge(Scalar target) => Compared(target);
        public Tensor ge_(Scalar target) => This(target);
        public Tensor gt(Tensor target) => Compared(target);
        public Tensor gt_(Tensor target) => This(target);
        public Tensor gt(Scalar target) => Compared(target);
        public Tensor gt_(Scalar target) => This(target);
        public Tensor le(Tensor target) => Compared(target);
        public Tensor le_(Tensor target) => This(target);
        public Tensor le(Scalar target) => Compared(target);
        public Tensor le_(Scalar target) => This(target);
        public Tensor lt(Tensor target) => Compared(target);
        public Tensor lt_(Tensor target) => This(target);
        public Tensor lt(Scalar target) => Compared(target);
        public Tensor lt_(Scalar target) => This(target);
        public Tensor equal(Tensor target) => eq(target);
        public Tensor not_equal(Tensor target) => ne(target);
        public Tensor greater_equal(Tensor target) => ge(target);
        public Tensor greater(Tensor target) => gt(target);
        public Tensor less_equal(Tensor target) => le(target);
        public Tensor less(Tensor target) => lt(target);
        public Tensor less_equal_(Tensor target) => le_(target);
        public Tensor not_equal_(Tensor target) => ne_(target);

        public Tensor bitwise_and(Tensor other) => Like(other);
        public Tensor bitwise_and_(Tensor other) => This(other);
        public Tensor bitwise_or(Tensor other) => Like(other);
        public Tensor bitwise_or_(Tensor other) => This(other);
        public Tensor bitwise_xor(Tensor other) => Like(other);
        public Tensor bitwise_xor_(Tensor other) => This(other);
        public Tensor bitwise_left_shift(Tensor other) => Like(other);
        public Tensor bitwise_left_shift_(Tensor other) => This(other);
        public Tensor bitwise_right_shift(Tensor other) => Like(other);
        public Tensor bitwise_right_shift_(Tensor other) => This(other);
        public Tensor logical_and(Tensor other) => Like(other);
        public Tensor logical_and_(Tensor other) => This(other);
        public Tensor logical_or(Tensor other) => Like(other);
        public Tensor logical_or_(Tensor other) => This(other);
        public Tensor logical_xor(Tensor other) => Like(other);
        public Tensor logical_xor_(Tensor other) => This(other);
        public Tensor atan2(Tensor other) => Like(other);
        public Tensor atan2_(Tensor other) => This(other);
        public Tensor copysign(Tensor other) => Like(other);
        public Tensor copysign_(Tensor other) => This(other);
        public Tensor gcd(Tensor other) => Like(other);
        public Tensor gcd_(Tensor other) => This(other);
        public Tensor lcm(Tensor other) => Like(other);
        public Tensor lcm_(Tensor other) => This(other);
        public Tensor ldexp(Tensor other) => Like(other);
        public Tensor ldexp_(Tensor other) => This(other);
        public Tensor heaviside(Tensor other) => Like(other);
        public Tensor heaviside_(Tensor other) => This(other);
        public Tensor nextafter(Tensor other) => Like(other);
        public Tensor nextafter_(Tensor other) => This(other);
        public Tensor float_power(Tensor target) => Like(target);
        public Tensor float_power_(Tensor target) => This(target);
        public Tensor arctan2(Tensor other) => atan2(other);
        public Tensor arctan2_(Tensor other) => atan2_(other);
        public Tensor arctan_(Tensor other) => atan2_(other);
        public Tensor hypot(Tensor other) => Like(other);
        public Tensor logaddexp(Tensor other) => Like(other);
        public Tensor logaddexp2(Tensor other) => Like(other);
        public Tensor maximum(Tensor other) => Like(other);
        public Tensor minimum(Tensor other) => Like(other);
        public Tensor fmax(Tensor other) => Like(other);
        public Tensor fmin(Tensor other) => Like(other);
        public Tensor igamma(Tensor other) => Like(other);
        public Tensor igammac(Tensor other) => Like(other);
        public Tensor kron(Tensor other) => Like(other);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Like(min ?? max);
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Like();
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => This(min, max);
        public Tensor clamp_(Tensor? min = null, Tensor? max = null) => This(min, max);
        public Tensor clamp_max(Scalar max) => Like(max);
        public Tensor clamp_max_(Scalar max) => This(max);
        public Tensor clamp_min(Scalar min) => Like(min);
        public Tensor clamp_min_(Scalar min) => This(min);
        public Tensor lerp(Tensor end, Tensor weight) => Like(end);
        public Tensor lerp_(Tensor end, Tensor weight) => This(end, weight);
        public Tensor where(Tensor condition, Tensor y) => Like(y);
        public Tensor masked_fill(Tensor mask, Scalar value) => Like(value);
        public Tensor masked_fill_(Tensor mask, Scalar value) => This(mask, value);
        public Tensor masked_scatter(Tensor mask, Tensor value) => Like();
        public Tensor masked_scatter_(Tensor mask, Tensor value) => This(mask, value);
        public Tensor masked_select(Tensor mask) => New([mask.NumberOfElements]);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Like(value);
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => Like();
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => This(tensor1, tensor2, value);
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => This(tensor1, tensor2);
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Like(value);
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => This(tensor1, tensor2, value);
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Like();
        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => This(mat1, mat2);
        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => Like();
        public Tensor addmv_(Tensor mat, Tensor vec, float beta = 1.0f, float alpha = 1.0f) => This(mat, vec);
        public Tensor matmul(Tensor target) => Product(target);
        public Tensor mm(Tensor target) => Product(target);
        public Tensor mv(Tensor target) => New([Checked._shape[0]]);
        public Tensor bmm(Tensor batch2) => Product(batch2);
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Like();
        public Tensor dot(Tensor target) => New([]);
        public Tensor inner(Tensor vec2) => New([]);
        public Tensor outer(Tensor vec2) => New([NumberOfElements, vec2.NumberOfElements]);
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) => Equals(target);
        public Tensor isclose(Tensor other, double rtol = 1e-05, double atol = 1e-08, bool nanEqual = false) => Compared(other);

        private Tensor Compared(Tensor other) => New(Checked._shape.Length >= other.Checked._shape.Length ? _shape : other._shape, ScalarType.Bool);

        private Tensor Compared(Scalar number)
        {
            number.Check();
            return New(Checked._shape, ScalarType.Bool);
        }

        private Tensor Product(Tensor other)
        {
            var (left, right) = (Checked._shape, other.Checked._shape);
            return left.Length < 2 || right.Length < 2 ? Like(other) : New([.. left[..^1], right[^1]]);
        }
    }

    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }
}
