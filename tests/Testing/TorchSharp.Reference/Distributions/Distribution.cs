namespace TorchSharp;

public static partial class torch
{
    public static partial class distributions
    {
        public abstract class Distribution : IDisposable
        {
            public abstract Tensor mean { get; }

            public abstract Tensor variance { get; }

            public virtual Tensor stddev => variance.sqrt();

            public virtual Tensor sample(params long[] sample_shape) => New(sample_shape, null, null);
            public abstract Tensor rsample(params long[] sample_shape);
            public abstract Tensor log_prob(Tensor value);
            public abstract Tensor entropy();

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) => _ = disposing;
        }

        public static Modules.Normal Normal(Tensor loc, Tensor scale, Generator? generator = null) => new(loc, scale);
    }
}
