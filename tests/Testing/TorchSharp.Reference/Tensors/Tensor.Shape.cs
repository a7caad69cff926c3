namespace TorchSharp;

public static partial class torch
{
    // Views: new handles of the same storage.
    public partial class Tensor
    {
        public Tensor T => View([.. Enumerable.Reverse(Checked._shape)]);
        public Tensor H => View([.. Enumerable.Reverse(Checked._shape)]);
        public Tensor mT => Swapped(-2, -1);
        public Tensor mH => Swapped(-2, -1);
        public Tensor real => View(Checked._shape);
        public Tensor imag => View(Checked._shape);
        public Tensor SparseIndices => View(Checked._shape);
        public Tensor SparseValues => View(Checked._shape);

        public Tensor alias() => View(Checked._shape);
        public Tensor detach() => new(Checked._storage!, _shape, _dtype);
        public Tensor detach_() => This();
        public Tensor contiguous() => View(Checked._shape);
        public Tensor view(params long[] shape) => View(Inferred(shape));
        public Tensor view_as(Tensor other) => View(other.shape);
        public Tensor view_as_complex() => View(Checked._shape);
        public Tensor view_as_real() => View(Checked._shape);
        public Tensor reshape(params long[] shape) => View(Inferred(shape));
        public Tensor flatten(long start_dim = 0, long end_dim = -1) => View(Flat(start_dim, end_dim));
        public Tensor unflatten(long dim, params long[] sizes) => View([.. Checked._shape[..At(dim)], .. sizes, .. _shape[(At(dim) + 1)..]]);
        public Tensor ravel() => View([NumberOfElements]);
        public Tensor squeeze(long? dim = null) => View(dim is { } one ? Without(one) : [.. Checked._shape.Where(static size => size != 1)]);
        public Tensor squeeze_(long? dim = null) => This();
        public Tensor unsqueeze(long dim) => View(Inserted(dim));
        public Tensor unsqueeze_(long dim) => This();
        public Tensor t() => View([.. Enumerable.Reverse(Checked._shape)]);
        public Tensor transpose(long dim0, long dim1) => Swapped(dim0, dim1);
        public Tensor transpose_(long dim0, long dim1) => This();
        public Tensor swapdims(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor swapaxes(long dim0, long dim1) => transpose(dim0, dim1);
        public Tensor permute(params long[] permutation) => View([.. permutation.Select(at => Checked._shape[At(at)])]);
        public Tensor permute(IEnumerable<long> permutation) => permute([.. permutation]);
        public Tensor movedim(long[] source, long[] destination) => View(Checked._shape);
        public Tensor moveaxis(long[] source, long[] destination) => movedim(source, destination);
        public Tensor expand(long[] sizes, bool isImplicit = false) => View([.. sizes.Select((size, at) => size < 0 ? _shape[at] : size)]);
        public Tensor expand(params long[] sizes) => expand(sizes, false);
        public Tensor expand_as(Tensor other) => expand(other.shape);
        public Tensor broadcast_to(params long[] shape) => View(shape);
        public Tensor narrow(long dim, long start, long length) => View(WithSize(dim, length));
        public Tensor slice(long dim, long start, long finish, long step) => View(WithSize(dim, (finish - start) / step));
        public Tensor select(long dim, long index) => View(Without(dim));
        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => View(Without(dim1));
        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => View(size);
        public Tensor unfold(long dimension, long size, long step) => View([.. Checked._shape, size]);
        public Tensor atleast_1d() => View(Checked._shape.Length >= 1 ? _shape : [1]);
        public Tensor atleast_2d() => View(Checked._shape.Length >= 2 ? _shape : [1, NumberOfElements]);
        public Tensor atleast_3d() => View(Checked._shape.Length >= 3 ? _shape : [1, NumberOfElements, 1]);
        public Tensor rename(IEnumerable<string?>? names) => View(Checked._shape);
        public Tensor rename_(IEnumerable<string?>? names) => This();

        public Tensor[] unbind(long dimension = 0L) => Parts(Checked._shape[At(dimension)], Without(dimension));
        public Tensor[] split(long size, int dim = 0) => Parts((Checked._shape[At(dim)] + size - 1) / size, WithSize(dim, size));
        public Tensor[] split(long[] sizes, long dim = 0) => [.. sizes.Select(size => View(WithSize(dim, size)))];
        public Tensor[] split(params long[] sizes) => split(sizes, 0L);
        public Tensor[] chunk(long chunks, long dim = 0L) => Parts(chunks, WithSize(dim, Checked._shape[At(dim)] / chunks));
        public Tensor[] tensor_split(long size, long dim = 0L) => chunk(size, dim);
        public Tensor[] tensor_split(long[] sizes, long dim = 0L) => split(sizes, dim);
        public Tensor[] tensor_split(Tensor indices, long dim = 0L) => chunk(indices.NumberOfElements + 1, dim);
        public Tensor[] vsplit(long size) => chunk(size, 0);
        public Tensor[] vsplit(params long[] sizes) => split(sizes, 0L);
        public Tensor[] hsplit(long size) => chunk(size, 1);
        public Tensor[] hsplit(params long[] sizes) => split(sizes, 1L);
        public Tensor[] dsplit(long size) => chunk(size, 2);
        public Tensor[] dsplit(params long[] sizes) => split(sizes, 2L);

        // Copies.
        public Tensor clone() => Like();
        public Tensor flip(params long[] dims) => Like();
        public Tensor fliplr() => Like();
        public Tensor flipud() => Like();
        public Tensor roll(long shifts, long? dims = null) => Like();
        public Tensor roll(long[] shifts, long[] dims) => Like();
        public Tensor rot90(long k = 1, (long, long)? dims = null) => Like();
        public Tensor repeat(params long[] sizes) => New([.. sizes.Zip(Checked._shape, static (times, size) => times * size)]);
        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => New([NumberOfElements * repeats]);
        public Tensor tile(long[] reps) => repeat(reps);
        public Tensor diag(long diagonal = 0) => New([NumberOfElements]);
        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) => New([.. Checked._shape, _shape[^1]]);
        public Tensor index_select(long dim, Tensor index) => New(WithSize(dim, index.NumberOfElements));
        public Tensor take(Tensor index) => New(index.shape);
        public Tensor take_along_dim(Tensor indices, long dim) => New(indices.shape);
        public Tensor gather(long dim, Tensor index) => New(index.shape);
        public Tensor scatter(long dim, Tensor index, Tensor src) => Like();
        public Tensor scatter_(long dim, Tensor index, Tensor src) => This(index, src);
        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Like();
        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => This(index, src);
        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Like(alpha);
        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => This(index, source, alpha);
        public Tensor index_copy(long dim, Tensor index, Tensor source) => Like();
        public Tensor index_copy_(long dim, Tensor index, Tensor source) => This(index, source);
        public Tensor index_fill(long dim, Tensor index, Scalar value) => Like(value);
        public Tensor index_fill_(long dim, Tensor index, Scalar value) => This(index, value);
        public Tensor nonzero() => New([1, Math.Max(1, Checked._shape.Length)], ScalarType.Int64);
        public Tensor argwhere() => nonzero();
        public IList<Tensor> nonzero_as_list() => [.. Checked._shape.Select(_ => New([1], ScalarType.Int64))];

        private Tensor Swapped(long dim0, long dim1)
        {
            var shape = Checked.shape;
            if (shape.Length > 1)
                (shape[At(dim0)], shape[At(dim1)]) = (shape[At(dim1)], shape[At(dim0)]);
            return View(shape);
        }

        private Tensor[] Parts(long count, long[] shape)
        {
            var parts = new Tensor[count];
            for (var at = 0; at < parts.Length; at++)
                parts[at] = View(shape);
            return parts;
        }

        private int At(long dim) => (int)(dim < 0 ? dim + Checked._shape.Length : dim);

        private long[] Inferred(long[] shape)
        {
            var known = Count(shape.Where(static size => size >= 0));
            return [.. shape.Select(size => size >= 0 ? size : NumberOfElements / Math.Max(known, 1))];
        }

        private long[] Inserted(long dim)
        {
            var shape = Checked._shape.ToList();
            shape.Insert((int)(dim < 0 ? dim + shape.Count + 1 : dim), 1);
            return [.. shape];
        }

        private long[] Flat(long start, long end)
        {
            var (first, last) = (At(start), At(end));
            return [.. _shape[..first], Count(_shape[first..(last + 1)]), .. _shape[(last + 1)..]];
        }
    }
}
