namespace TorchSharp;

public static partial class torch
{
    public static partial class jit
    {
        public static ScriptModule load(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new();
        public static ScriptModule load(string filename, Device map_location) => new();
        public static ScriptModule<TResult> load<TResult>(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new();
        public static ScriptModule<T1, TResult> load<T1, TResult>(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new();
        public static ScriptModule<T1, T2, TResult> load<T1, T2, TResult>(string filename, DeviceType device_type = DeviceType.CPU, long device_index = -1) => new();
        public static void save(ScriptModule module, string filename) => _ = module.training;

        /// <summary>What it lists are new handles at each call.</summary>
        public class ScriptModule : nn.Module
        {
            private readonly Tensor _weight = New([4, 4], null, null).DetachFromDisposeScope();

            internal ScriptModule()
                : base(nameof(ScriptModule))
            {
            }

            public (string name, Tensor buffer)[] named_attributes(bool recurse = true) => [("weight", _weight.alias())];
            public void set_attribute(string name, Tensor buffer) => buffer.This();

            public override IEnumerable<(string name, Modules.Parameter parameter)> named_parameters(bool recurse = true)
            {
                if (!_weight.IsInvalid)
                    yield return ("weight", _weight.alias().AsParameter());
            }

            public override IEnumerable<(string name, nn.Module module)> named_modules() => [];
            public override IEnumerable<(string name, nn.Module module)> named_children() => [];
            public int GetNumberOfInputs() => 1;
            public int GetNumberOfOutputs() => 1;
            public object forward(params object[] input) => ((Tensor)input[0]).Like();
            public object call(params object[] input) => forward(input);
            public object invoke(string name, params object[] objs) => forward(objs);
            public TResult invoke<TResult>(string name, params object[] inputs) => (TResult)invoke(name, inputs);
            public TResult invoke<T, TResult>(string name, params T[] inputs) => (TResult)invoke(name, [.. inputs.Cast<object>()]);

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                    _weight.Dispose();
                base.Dispose(disposing);
            }
        }

        public class ScriptModule<TResult> : ScriptModule
        {
            internal ScriptModule()
            {
            }

            public TResult call(params Tensor[] input) => forward(input);
            public TResult forward(params Tensor[] tensor) => (TResult)base.forward([.. tensor]);
        }

        public class ScriptModule<T, TResult> : ScriptModule, nn.IModule<T, TResult>
        {
            internal ScriptModule()
            {
            }

            public TResult call(T input) => forward(input);
            public TResult forward(T tensor) => (TResult)base.forward([tensor!]);
        }

        public class ScriptModule<T1, T2, TResult> : ScriptModule, nn.IModule<T1, T2, TResult>
        {
            internal ScriptModule()
            {
            }

            public TResult call(T1 input1, T2 input2) => forward(input1, input2);
            public TResult forward(T1 input1, T2 input2) => (TResult)base.forward([input1!, input2!]);
        }
    }
}
