using TorchSharp.Modules;

namespace TorchSharp.Modules
{
    /// <summary>Takes the handle of a tensor, which is empty afterwards, and its place in the scope.</summary>
    public class Parameter : torch.Tensor
    {
        public Parameter(torch.Tensor data, bool requires_grad = true)
            : base(data.with_requires_grad(requires_grad)) => DisposeScope.Replace(data, this);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);

            public static partial class utils
            {
                public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0) => 0;
                public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value) => _ = tensors;
                public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors) => New([tensors.Sum(static tensor => tensor.NumberOfElements)], null, null);

                public static partial class rnn
                {
                    public static PackedSequence pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first = false, bool enforce_sorted = true) => new(input);
                    public static PackedSequence pack_sequence(IEnumerable<Tensor> sequences, bool enforce_sorted = true) => new(sequences.First());
                    public static (Tensor, Tensor) pad_packed_sequence(PackedSequence sequence, bool batch_first = false, double padding_value = 0.0, long? total_length = null) =>
                        (sequence.data.Like(), sequence.batch_sizes.Like());
                    public static Tensor pad_sequence(IEnumerable<Tensor> sequences, bool batch_first = false, double padding_value = 0.0) => stack(sequences);

                    /// <summary>Four tensors and a handle; a scope owns it as it owns a tensor.</summary>
                    public sealed class PackedSequence : IDisposable
                    {
                        public readonly Tensor data;
                        public readonly Tensor batch_sizes;
                        public readonly Tensor sorted_indices;
                        public readonly Tensor unsorted_indices;
                        private bool _isDisposed;

                        internal PackedSequence(Tensor input)
                        {
                            data = input.Like().DetachFromDisposeScope();
                            batch_sizes = input.New([1], ScalarType.Int64).DetachFromDisposeScope();
                            sorted_indices = input.New([1], ScalarType.Int64).DetachFromDisposeScope();
                            unsorted_indices = input.New([1], ScalarType.Int64).DetachFromDisposeScope();
                            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
                        }

                        internal DisposeScope? OwningDisposeScope { get; set; }

                        public PackedSequence MoveToOuterDisposeScope()
                        {
                            OwningDisposeScope?.MoveToOuter(this);
                            return this;
                        }

                        public PackedSequence DetachFromDisposeScope()
                        {
                            OwningDisposeScope?.Detach(this);
                            return this;
                        }

                        public PackedSequence MoveToOtherDisposeScope(PackedSequence other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

                        public PackedSequence MoveToOtherDisposeScope(DisposeScope? other)
                        {
                            if (OwningDisposeScope is null && other is not null)
                                other.Attach(this);
                            else
                                OwningDisposeScope?.MoveToOther(other, this);
                            return this;
                        }

                        public void Dispose()
                        {
                            if (_isDisposed)
                                return;

                            _isDisposed = true;
                            DisposeScopeManager.ThreadSingleton.NoteDisposal(this, OwningDisposeScope);
                            OwningDisposeScope?.MarkAsDisposed(this);
                            data.Dispose();
                            batch_sizes.Dispose();
                            sorted_indices.Dispose();
                            unsorted_indices.Dispose();
                        }
                    }
                }
            }
        }
    }
}
