using TorchSharp.Modules;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            public static RMSProp RMSProp(
                IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) => new(parameters);
            public static Adagrad Adagrad(
                IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10) => new(parameters);
            public static NAdam NAdam(
                IEnumerable<Parameter> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3) => new(named_parameters);
            public static RAdam RAdam(
                IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0) => new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    using static torch;

    // One tensor of state a field and parameter.
    public class RMSProp : OptimizerHelper
    {
        internal RMSProp(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor? momentum_buffer;
            public Tensor? grad_avg;

            public State(Parameter parameter)
                : base(parameter) => square_avg = Zeros();

            public void Dispose()
            {
                square_avg.Dispose();
                momentum_buffer?.Dispose();
                grad_avg?.Dispose();
            }
        }
    }

    public class Adagrad : OptimizerHelper
    {
        internal Adagrad(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor sum;

            public State(Parameter parameter)
                : base(parameter) => sum = Zeros();

            public void Dispose()
            {
                sum.Dispose();
            }
        }
    }

    public class Adadelta : OptimizerHelper
    {
        internal Adadelta(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor square_avg;
            public Tensor acc_delta;

            public State(Parameter parameter)
                : base(parameter) => (square_avg, acc_delta) = (Zeros(), Zeros());

            public void Dispose()
            {
                square_avg.Dispose();
                acc_delta.Dispose();
            }
        }
    }

    public class Adamax : OptimizerHelper
    {
        internal Adamax(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_inf;

            public State(Parameter parameter)
                : base(parameter) => (exp_avg, exp_inf) = (Zeros(), Zeros());

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_inf.Dispose();
            }
        }
    }

    public class NAdam : OptimizerHelper
    {
        internal NAdam(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;

            public State(Parameter parameter)
                : base(parameter) => (exp_avg, exp_avg_sq) = (Zeros(), Zeros());

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
            }
        }
    }

    public class RAdam : OptimizerHelper
    {
        internal RAdam(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor exp_avg;
            public Tensor exp_avg_sq;

            public State(Parameter parameter)
                : base(parameter) => (exp_avg, exp_avg_sq) = (Zeros(), Zeros());

            public void Dispose()
            {
                exp_avg.Dispose();
                exp_avg_sq.Dispose();
            }
        }
    }

    public class ASGD : OptimizerHelper
    {
        internal ASGD(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor ax;

            public State(Parameter parameter)
                : base(parameter) => ax = Zeros();

            public void Dispose()
            {
                ax.Dispose();
            }
        }
    }

    public class Rprop : OptimizerHelper
    {
        internal Rprop(IEnumerable<Parameter> parameters)
            : base(parameters, static parameter => new State(parameter))
        {
        }

        public sealed class State : OptimizerState, IDisposable
        {
            public long step;
            public Tensor prev;
            public Tensor step_size;

            public State(Parameter parameter)
                : base(parameter) => (prev, step_size) = (Zeros(), Zeros());

            public void Dispose()
            {
                prev.Dispose();
                step_size.Dispose();
            }
        }
    }
}
