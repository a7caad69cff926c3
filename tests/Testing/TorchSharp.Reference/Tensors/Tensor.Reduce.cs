namespace TorchSharp;

public static partial class torch
{
    // Reductions: new tensors; tuples have one new tensor in each place.
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => New([], type);
        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => New(WithoutAll(dim, keepdim), type);
        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => New(Without(dim, keepdim), type);
        public Tensor mean() => New([]);
        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => New(WithoutAll(dimensions, keepdim), type);
        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) => New([], dtype);
        public Tensor nansum() => New([]);
        public Tensor nanmedian() => New([]);
        public Tensor median() => New([]);
        public Tensor prod(ScalarType? type = null) => New([], type);
        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => New(Without(dim, keepdim), type);
        public Tensor max() => New([]);
        public Tensor max(Tensor other) => Like(other);
        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => WithIndices(Without(dim, keepdim));
        public Tensor min() => New([]);
        public Tensor min(Tensor other) => Like(other);
        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => WithIndices(Without(dim, keepdim));
        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => New(WithoutAll(dims, keepdim));
        public Tensor amax(params long[] dims) => New(WithoutAll(dims, false));
        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => New(WithoutAll(dims, keepdim));
        public Tensor amin(params long[] dims) => New(WithoutAll(dims, false));
        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => (New([]), New([]));
        public Tensor all() => New([], ScalarType.Bool);
        public Tensor all(long dim, bool keepdim = false) => New(Without(dim, keepdim), ScalarType.Bool);
        public Tensor any() => New([], ScalarType.Bool);
        public Tensor any(long dim, bool keepdim = false) => New(Without(dim, keepdim), ScalarType.Bool);
        public Tensor argmax() => New([], ScalarType.Int64);
        public Tensor argmax(long dim, bool keepdim = false) => New(Without(dim, keepdim), ScalarType.Int64);
        public Tensor argmin() => New([], ScalarType.Int64);
        public Tensor argmin(long dim, bool keepdim = false) => New(Without(dim, keepdim), ScalarType.Int64);
        public Tensor argsort(long dim = -1, bool descending = false) => New(Checked._shape, ScalarType.Int64);
        public Tensor count_nonzero(long[]? dims = null) => New([], ScalarType.Int64);
        public Tensor logsumexp(long dim, bool keepdim = false) => New(Without(dim, keepdim));
        public Tensor norm(float p = 2.0f) => New([]);
        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) => New(Without(dim, keepdim));
        public Tensor std(bool unbiased = true) => New([]);
        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => New(Without(dim, keepdim), type);
        public Tensor var(bool unbiased = true) => New([]);
        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) => New(Without(dim, keepdim), type);
        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => (New([]), New([]));
        public (Tensor @var, Tensor mean) var_mean(bool unbiased = true) => (New([]), New([]));
        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => New(Without(dim, keepdim));
        public Tensor trace() => New([]);
        public Tensor bincount(Tensor? weights, long minlength = 0) => New([Math.Max(1, minlength)], ScalarType.Int64);
        public Tensor histc(long bins = 100, long min = 0, long max = 0) => New([bins]);
        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => Like();
        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) => WithIndices(WithSize(dim, k));
        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => WithIndices(Without(dim ?? -1, keepdim));
        public (Tensor values, Tensor indices) mode(long dim = -1L, bool keepdim = false) => WithIndices(Without(dim, keepdim));
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) => WithIndices(Checked._shape);
        public (Tensor values, Tensor indexes) cummax(long dim) => WithIndices(Checked._shape);
        public (Tensor values, Tensor indexes) cummin(long dim) => WithIndices(Checked._shape);
        public (Tensor Mantissa, Tensor Exponent) frexp() => (Like(), New(Checked._shape, ScalarType.Int32));

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(
            bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            (New([NumberOfElements]), return_inverse ? New(_shape, ScalarType.Int64) : null, return_counts ? New([NumberOfElements], ScalarType.Int64) : null);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(
            bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            unique(true, return_inverse, return_counts, dim);

        private (Tensor, Tensor) WithIndices(long[] shape) => (New(shape), New(shape, ScalarType.Int64));

        private long[] WithoutAll(long[] dims, bool keep)
        {
            var shape = Checked._shape.ToList();
            foreach (var at in dims.Select(At).OrderDescending())
            {
                if (keep)
                    shape[at] = 1;
                else
                    shape.RemoveAt(at);
            }
            return [.. shape];
        }
    }
}
