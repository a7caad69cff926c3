using static TorchSharp.torch;

namespace TorchSharp
{
    public abstract class Loss<T1, T2, TResult>(string name) : nn.Module<T1, T2, TResult>(name);

    public abstract class WeightedLoss<T1, T2, TResult>(string name) : Loss<T1, T2, TResult>(name);
}

namespace TorchSharp.Modules
{
    public sealed class MSELoss() : Loss<Tensor, Tensor, Tensor>(nameof(MSELoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class L1Loss() : Loss<Tensor, Tensor, Tensor>(nameof(L1Loss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class SmoothL1Loss() : Loss<Tensor, Tensor, Tensor>(nameof(SmoothL1Loss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class HuberLoss() : Loss<Tensor, Tensor, Tensor>(nameof(HuberLoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class KLDivLoss() : Loss<Tensor, Tensor, Tensor>(nameof(KLDivLoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class CrossEntropyLoss() : WeightedLoss<Tensor, Tensor, Tensor>(nameof(CrossEntropyLoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class NLLLoss() : WeightedLoss<Tensor, Tensor, Tensor>(nameof(NLLLoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class BCELoss() : WeightedLoss<Tensor, Tensor, Tensor>(nameof(BCELoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }

    public sealed class BCEWithLogitsLoss() : WeightedLoss<Tensor, Tensor, Tensor>(nameof(BCEWithLogitsLoss))
    {
        public override Tensor forward(Tensor input, Tensor target) => input.New([]);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public enum Reduction : long
            {
                None,
                Mean,
                Sum,
            }

            public static Modules.MSELoss MSELoss(Reduction reduction = Reduction.Mean) => new();
            public static Modules.L1Loss L1Loss(Reduction reduction = Reduction.Mean) => new();
            public static Modules.SmoothL1Loss SmoothL1Loss(Reduction reduction = Reduction.Mean, double beta = 1.0) => new();
            public static Modules.HuberLoss HuberLoss(double delta = 1.0, Reduction reduction = Reduction.Mean) => new();
            public static Modules.KLDivLoss KLDivLoss(bool log_target = true, Reduction reduction = Reduction.Mean) => new();
            public static Modules.CrossEntropyLoss CrossEntropyLoss(Tensor? weight = null, long? ignore_index = null, Reduction reduction = Reduction.Mean) => new();
            public static Modules.NLLLoss NLLLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new();
            public static Modules.BCELoss BCELoss(Tensor? weight = null, Reduction reduction = Reduction.Mean) => new();
            public static Modules.BCEWithLogitsLoss BCEWithLogitsLoss(Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) => new();

            public static partial class functional
            {
                public static Tensor relu6(Tensor x, bool inplace = false) => inplace ? x.alias() : x.Like();
                public static Tensor sigmoid(Tensor x) => x.Like();
                public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.alias() : x.Like();
                public static Tensor selu(Tensor x, bool inplace = false) => inplace ? x.alias() : x.Like();
                public static Tensor softsign(Tensor x, bool inplace = false) => inplace ? x.alias() : x.Like();
                public static Tensor hardswish(Tensor input, bool inplace = false) => inplace ? input.alias() : input.Like();
                public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.alias() : x.Like();
                public static Tensor gelu(Tensor x) => x.Like();
                public static Tensor gelu(Tensor x, bool inplace) => inplace ? x.alias() : x.Like();
                public static Tensor silu(Tensor x, bool inplace = false) => inplace ? x.alias() : x.Like();
                public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) => inplace ? input.alias() : input.Like();
                public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) => input.Like();
                public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);
                public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => input.New(input.WithSize(-1, weights.shape[0]));
                public static Tensor one_hot(Tensor x, long num_classes = -1) => x.New([.. x.shape, Math.Max(1, num_classes)], ScalarType.Int64);
                public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-05) => input.Like();
                public static Tensor max_pool2d(Tensor input, long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) => input.Like();
                public static (Tensor output, Tensor indices) max_pool2d_with_indices(Tensor input, long[] kernel_size, long[]? strides = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                    (input.Like(), input.New(input.shape, ScalarType.Int64));
                public static Tensor scaled_dot_product_attention(Tensor query, Tensor key, Tensor value, Tensor? attn_mask = null, double p = 0.0, bool is_casual = false) => query.Like();
                public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) => input.New([]);
                public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => input.New([]);
                public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => input.New([]);
                public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) => input.New([]);
                public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) => input.New([]);
                public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) => input.New([]);
            }

            /// <summary>In place: each returns its argument.</summary>
            public static class init
            {
                public enum NonlinearityType
                {
                    Linear = 0,
                    Sigmoid = 7,
                    Tanh = 8,
                    ReLU = 9,
                    LeakyReLU = 10,
                }

                public enum FanInOut
                {
                    FanIn = 0,
                    FanOut = 1,
                }

                public static Tensor ones_(Tensor tensor) => tensor.This();
                public static Tensor zeros_(Tensor tensor) => tensor.This();
                public static Tensor constant_(Tensor tensor, Scalar val) => tensor.This(val);
                public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null) => tensor.This();
                public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null) => tensor.This();
                public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) => tensor.This();
                public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0) => tensor.This();
                public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => tensor.This();
            }
        }
    }
}
