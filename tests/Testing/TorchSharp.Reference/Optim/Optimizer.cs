using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Owns its state, not the parameters. The state is found by the parameters' handles: moving the model makes it unusable.</summary>
            public abstract class Optimizer : IDisposable
            {
                private protected Optimizer(IEnumerable<Parameter> parameters) => Parameters_ = [.. parameters];

                ~Optimizer() => Dispose(false);

                public virtual IEnumerable<ILearningRateController> ParamGroups => [];

                private protected List<Parameter> Parameters_ { get; }

                public void Dispose()
                {
                    Dispose(true);
                    GC.SuppressFinalize(this);
                }

                public virtual IEnumerable<Parameter> parameters() => Parameters_;

                public virtual Tensor step(Func<Tensor>? closure = null) => closure?.Invoke()!;

                /// <summary>Reads each gradient and drops the handle.</summary>
                public virtual void zero_grad()
                {
                    foreach (var parameter in Parameters_)
                        _ = parameter.grad?.zero_();
                }

                protected virtual void Dispose(bool disposing) => _ = disposing;

                public class StateDictionary
                {
                    public List<OptimizerState> State { get; } = [];
                }
            }

            public interface ILearningRateController
            {
                double LearningRate { get; set; }

                double InitialLearningRate { get; set; }
            }

            public static Adam Adam(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static AdamW AdamW(
                IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            public static SGD SGD(
                IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static class lr_scheduler
            {
                /// <summary>Not a disposable: it only knows the optimizer.</summary>
                public abstract class LRScheduler
                {
                    private protected LRScheduler(Optimizer optimizer) => Optimizer = optimizer;

                    private protected Optimizer Optimizer { get; }

                    public virtual void step() => _ = Optimizer;
                }

                public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) => new Plain(optimizer);

                public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) => new Plain(optimizer);

                private sealed class Plain(Optimizer optimizer) : LRScheduler(optimizer);
            }
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;
    using static torch.optim;

    public abstract class OptimizerHelper : Optimizer
    {
        private readonly Dictionary<IntPtr, OptimizerState> _states = [];

        private protected OptimizerHelper(IEnumerable<Parameter> parameters, Func<Parameter, OptimizerState> newState)
            : base(parameters)
        {
            foreach (var parameter in Parameters_)
                _states.Add(parameter.Handle, newState(parameter));
        }

        public virtual StateDictionary state_dict()
        {
            var result = new StateDictionary();
            result.State.AddRange(Parameters_.Select(parameter => _states[parameter.Handle]));
            return result;
        }

        public virtual void load_state_dict(StateDictionary state_dict) => _ = state_dict;

        public void to(Device device)
        {
            foreach (var state in _states.Values)
                state.to(device);
        }

        public override Tensor step(Func<Tensor>? closure = null)
        {
            foreach (var parameter in Parameters_)
            {
                if (!_states.ContainsKey(parameter.Handle))
                    throw new KeyNotFoundException($"The given key '{parameter.Handle}' was not present in the dictionary.");
            }
            return base.step(closure);
        }

        protected override void Dispose(bool disposing)
        {
            foreach (var state in _states.Values)
                (state as IDisposable)?.Dispose();
            _states.Clear();
        }
    }

    public abstract class OptimizerState(Parameter parameter)
    {
        private protected Parameter Parameter { get; } = parameter;

        public virtual void to(Device device)
        {
        }

        private protected Tensor Zeros() => Parameter.zeros_like().DetachFromDisposeScope();
    }

    public class Adam : OptimizerHelper
    {
        public Adam(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;
            public Tensor? max_exp_avg_sq;

            public State(Parameter parameter)
                : base(parameter) => (exp_avg, exp_avg_sq) = (Zeros(), Zeros());

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
                max_exp_avg_sq?.Dispose();
            }
        }
    }

    public class AdamW : OptimizerHelper
    {
        public AdamW(
            IEnumerable<Parameter> parameters, double lr = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;
            public Tensor? max_exp_avg_sq;

            public State(Parameter parameter)
                : base(parameter) => (exp_avg, exp_avg_sq) = (Zeros(), Zeros());

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
                max_exp_avg_sq?.Dispose();
            }
        }
    }

    public class SGD : OptimizerHelper
    {
        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0.0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : base(parameters, parameter => new State(parameter, momentum != 0))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public Tensor? momentum_buffer;

            internal State(Parameter parameter, bool hasMomentum)
                : base(parameter) => momentum_buffer = hasMomentum ? Zeros() : null;

            public void Dispose() => momentum_buffer?.Dispose();
        }
    }
}
