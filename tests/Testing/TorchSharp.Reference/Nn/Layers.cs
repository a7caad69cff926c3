using TorchSharp.Fake;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A module whose forward makes a new tensor of the same shape.</summary>
    public abstract class ParameterLessModule<T1, TResult>(string name) : nn.Module<T1, TResult>(name);

    /// <summary>Passes its input through as a new handle, never as the same object.</summary>
    public sealed class Identity() : ParameterLessModule<Tensor, Tensor>(nameof(Identity))
    {
        public override Tensor forward(Tensor input) => input.alias();
    }

    public sealed class ReLU() : Elementwise(nameof(ReLU));

    public sealed class GELU() : Elementwise(nameof(GELU));

    public sealed class Tanh() : Elementwise(nameof(Tanh));

    public sealed class Sigmoid() : Elementwise(nameof(Sigmoid));

    public sealed class Softmax() : Elementwise(nameof(Softmax));

    public sealed class LogSoftmax() : Elementwise(nameof(LogSoftmax));

    public sealed class Dropout() : Elementwise(nameof(Dropout));

    public sealed class MaxPool2d() : Elementwise(nameof(MaxPool2d));

    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        private readonly (long Start, long End) _dims;

        internal Flatten(long start, long end)
            : base(nameof(Flatten)) => _dims = (start, end);

        public override Tensor forward(Tensor input) => input.flatten(_dims.Start, _dims.End);
    }

    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(long inputs, long outputs, bool hasBias, Device? device, ScalarType? dtype)
            : base(nameof(Linear))
        {
            (in_features, out_features) = (inputs, outputs);
            ReplaceParameter(nameof(weight), New([outputs, inputs], dtype, device).AsParameter());
            if (hasBias)
                ReplaceParameter(nameof(bias), New([outputs], dtype, device).AsParameter());
        }

        public long in_features { get; set; }

        public long out_features { get; set; }

        /// <summary>Setting disposes the former parameter and owns the new one.</summary>
        public Parameter weight
        {
            get => get_parameter(nameof(weight))!;
            set => ReplaceParameter(nameof(weight), value);
        }

        public Parameter? bias
        {
            get => get_parameter(nameof(bias));
            set => ReplaceParameter(nameof(bias), value!);
        }

        public override Tensor forward(Tensor tensor) => tensor.New(tensor.WithSize(-1, out_features));
    }

    public abstract class Convolution(string name) : nn.Module<Tensor, Tensor>(name);

    public sealed class Conv2d : Convolution
    {
        private readonly long _outputs;

        internal Conv2d(long inputs, long outputs, long kernel, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d))
        {
            _outputs = outputs;
            ReplaceParameter(nameof(weight), New([outputs, inputs, kernel, kernel], dtype, device).AsParameter());
            if (bias)
                ReplaceParameter("bias", New([outputs], dtype, device).AsParameter());
        }

        public Parameter weight
        {
            get => get_parameter(nameof(weight))!;
            set => ReplaceParameter(nameof(weight), value);
        }

        public override Tensor forward(Tensor input) => input.New(input.WithSize(1, _outputs));
    }

    public abstract class BatchNorm(string name) : nn.Module<Tensor, Tensor>(name)
    {
        public override Tensor forward(Tensor input) => input.Like();
    }

    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long features, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm1d))
        {
            ReplaceParameter("weight", New([features], dtype, device).AsParameter());
            ReplaceParameter("bias", New([features], dtype, device).AsParameter());
            register_buffer("running_mean", New([features], dtype, device));
            register_buffer("running_var", New([features], dtype, device));
        }
    }

    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] shape, Device? device, ScalarType? dtype)
            : base(nameof(LayerNorm)) => ReplaceParameter("weight", New(shape, dtype, device).AsParameter());

        public override Tensor forward(Tensor tensor) => tensor.Like();
    }

    public sealed class Embedding : nn.Module<Tensor, Tensor>
    {
        private readonly long _size;

        internal Embedding(long count, long size, Device? device, ScalarType? dtype)
            : base(nameof(Embedding))
        {
            _size = size;
            ReplaceParameter(nameof(weight), New([count, size], dtype, device).AsParameter());
        }

        public Parameter? weight
        {
            get => get_parameter(nameof(weight));
            set => ReplaceParameter(nameof(weight), value!);
        }

        public override Tensor forward(Tensor input) => input.New([.. input.shape, _size], ScalarType.Float32);
    }

    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        internal LSTM(long inputs, long hidden, long layers, Device? device, ScalarType? dtype)
            : base(nameof(LSTM))
        {
            for (var layer = 0; layer < layers; layer++)
                ReplaceParameter($"weight_ih_l{layer}", New([4 * hidden, inputs], dtype, device).AsParameter());
        }

        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null) => (input.Like(), input.Like(), input.Like());

        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        public void flatten_parameters() => _ = training;
    }

    public sealed class GRU : nn.Module<Tensor, Tensor, (Tensor, Tensor)>
    {
        internal GRU(long inputs, long hidden, long layers, Device? device, ScalarType? dtype)
            : base(nameof(GRU))
        {
            for (var layer = 0; layer < layers; layer++)
                ReplaceParameter($"weight_ih_l{layer}", New([3 * hidden, inputs], dtype, device).AsParameter());
        }

        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null) => (input.Like(), input.Like());

        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0!);
    }

    public sealed class MultiheadAttention() : nn.Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>(nameof(MultiheadAttention))
    {
        public override Tuple<Tensor, Tensor> forward(Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask) =>
            new(query.Like(), query.Like());
    }
}

namespace TorchSharp
{
    public enum PaddingModes
    {
        Zeros = 0,
        Reflect = 1,
        Replicate = 2,
        Circular = 3,
        Constant = 4,
    }

    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Identity Identity() => new();
            public static Modules.ReLU ReLU(bool inplace = false) => new();
            public static Modules.GELU GELU() => new();
            public static Modules.Tanh Tanh(bool inplace = false) => new();
            public static Modules.Sigmoid Sigmoid() => new();
            public static Modules.Sigmoid Sigmoid(bool inplace) => new();
            public static Modules.Softmax Softmax(long dim) => new();
            public static Modules.LogSoftmax LogSoftmax(long dim) => new();
            public static Modules.Dropout Dropout(double p = 0.5, bool inplace = false) => new();
            public static Modules.MaxPool2d MaxPool2d(long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => new();
            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            public static Modules.Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null) => new(inputSize, outputSize, hasBias, device, dtype);
            public static Modules.Conv2d Conv2d(
                long in_channels, long out_channels, long kernel_size, long stride = 1, long padding = 0, long dilation = 1, PaddingModes padding_mode = PaddingModes.Zeros, long groups = 1, bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(in_channels, out_channels, kernel_size, bias, device, dtype);
            public static Modules.BatchNorm1d BatchNorm1d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) => new(num_features, device, dtype);
            public static Modules.LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) => new([normalized_shape], device, dtype);
            public static Modules.LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null, ScalarType? dtype = null) => new(normalized_shape, device, dtype);
            public static Modules.Embedding Embedding(
                long num_embeddings, long embedding_dims, long? padding_idx = null, double? max_norm = null, double norm_type = 2.0, bool scale_grad_by_freq = false, bool sparse = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_embeddings, embedding_dims, device, dtype);
            public static Modules.LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, device, dtype);
            public static Modules.GRU GRU(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0, bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, device, dtype);
            public static Modules.MultiheadAttention MultiheadAttention(
                long embedded_dim, long num_heads, double dropout = 0.0, bool bias = true, bool add_bias_kv = false, bool add_zero_attn = false, long? kdim = null, long? vdim = null) => new();
        }
    }
}
