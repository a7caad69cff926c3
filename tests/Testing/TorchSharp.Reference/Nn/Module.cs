using System.Reflection;
using TorchSharp.Fake;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Owns what is registered with it, and nothing else. Its finalizer frees nothing.</summary>
        public class Module : IDisposable
        {
            private readonly List<(string Name, Module Module)> _modules = [];
            private readonly List<(string Name, Parameter Parameter)> _parameters_ = [];
            private readonly List<(string Name, Tensor Buffer, bool IsPersistent)> _buffers_ = [];
            private readonly string _name;
            private IntPtr _handle = FakeLibtorch.NewModule();
            private bool _areComponentsRegistered;
            private bool _isTraining = true;

            protected Module(string name) => _name = name;

            ~Module() => Dispose(false);

            public virtual bool training => _isTraining;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || _handle == IntPtr.Zero)
                    return;

                foreach (var (_, buffer) in named_buffers(false))
                    buffer.DetachFromDisposeScope().Dispose();
                foreach (var (_, parameter) in named_parameters(false))
                    parameter.DetachFromDisposeScope().Dispose();
                foreach (var (_, module) in named_modules())
                    module.Dispose();
                FakeLibtorch.DeleteModule();
                _handle = IntPtr.Zero;
            }

            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking) => Converted(device, dtype);

            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                Converted(new Device(deviceType, deviceType == DeviceType.CUDA ? deviceIndex : -1), null);

            protected internal virtual Module _to(ScalarType dtype, bool non_blocking) => Converted(null, dtype);

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, module) in _modules)
                    module.apply(fn);
                fn(this);
                return this;
            }

            public virtual void train(bool train = true)
            {
                _isTraining = train;
                foreach (var (_, module) in _modules)
                    module.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                    parameter.grad = null;
            }

            // What these return is stored, not new: nobody disposes it.
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                foreach (var (name, buffer, isPersistent) in _buffers_.ToArray())
                {
                    // As in the real library, whatever is asked for: those that are not persistent are never seen, moved or disposed.
                    if (isPersistent && !buffer.IsInvalid)
                        yield return (name, buffer);
                }
                foreach (var (name, module) in recurse ? _modules.ToArray() : [])
                {
                    foreach (var (inner, buffer) in module.named_buffers(true, include_nonpersistent))
                        yield return ($"{name}.{inner}", buffer);
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(static named => named.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => _modules.Select(static named => (named.Name, named.Module));

            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var named in _modules.ToArray())
                    yield return (named.Name, named.Module);
                foreach (var (name, module) in _modules.ToArray())
                {
                    foreach (var (inner, child) in module.named_modules())
                        yield return ($"{name}.{inner}", child);
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(static named => named.module);

            public virtual IEnumerable<Module> children() => named_children().Select(static named => named.module);

            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                foreach (var (name, parameter) in _parameters_.ToArray())
                {
                    if (!parameter.IsInvalid)
                        yield return (name, parameter);
                }
                foreach (var (name, module) in recurse ? _modules.ToArray() : [])
                {
                    foreach (var (inner, parameter) in module.named_parameters())
                        yield return ($"{name}.{inner}", parameter);
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(static named => named.parameter);

            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach (var (name, parameter) in named_parameters())
                    destination[prefix + name] = parameter;
                foreach (var (name, buffer) in named_buffers())
                    destination[prefix + name] = buffer;
                return destination;
            }

            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null) => ([], []);

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;
            public virtual bool has_parameter(string target) => get_parameter(target) is not null;
            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(named => named.name == target).buffer;
            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(named => named.name == target).parameter;

            // The module owns what is registered.
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true) =>
                _buffers_.Add((name, tensor.DetachFromDisposeScope(), persistent));

            public virtual void register_parameter(string name, Parameter param)
            {
                param.DetachFromDisposeScope();
                _parameters_.Add((name, param));
            }

            public void add_module(string name, Module module) => register_module(name, module);
            public virtual void register_module(string name, Module submodule) => _modules.Add((name, submodule));

            public virtual string GetName() => _name;

            public Module save(string location, IList<string>? skip = null) => this;

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null) => this;

            /// <summary>Fields that have a value now. What is assigned later is not registered.</summary>
            protected virtual void RegisterComponents()
            {
                if (_areComponentsRegistered)
                    return;

                _areComponentsRegistered = true;
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        switch (field.GetValue(this))
                        {
                            case Module module:
                                register_module(field.Name, module);
                                break;
                            case Parameter parameter:
                                register_parameter(field.Name, parameter);
                                break;
                            case Tensor tensor:
                                register_buffer(field.Name, tensor);
                                break;
                        }
                    }
                }
            }

            internal void ReplaceParameter(string name, Parameter parameter)
            {
                var at = _parameters_.FindIndex(named => named.Name == name);
                if (at >= 0)
                    _parameters_[at].Parameter.Dispose();
                parameter.DetachFromDisposeScope();
                if (at >= 0)
                    _parameters_[at] = (name, parameter);
                else
                    _parameters_.Add((name, parameter));
            }

            /// <summary>The same module; its parameters and buffers are new objects, and the former ones are disposed.</summary>
            private Module Converted(Device? device, ScalarType? dtype)
            {
                if (device?.type == DeviceType.CUDA)
                    CheckCuda();
                foreach (var (_, module) in _modules)
                    module.Converted(device, dtype);
                for (var at = 0; at < _parameters_.Count; at++)
                {
                    var (name, former) = _parameters_[at];
                    if (former.IsInvalid || Stays(former, device, dtype))
                        continue;
                    var moved = new Parameter(former.to(dtype ?? former.dtype, device ?? former.device).DetachFromDisposeScope(), former.requires_grad);
                    former.Dispose();
                    _parameters_[at] = (name, moved);
                    SetField(former, moved);
                }
                for (var at = 0; at < _buffers_.Count; at++)
                {
                    var (name, former, isPersistent) = _buffers_[at];
                    if (!isPersistent || former.IsInvalid || Stays(former, device, dtype))
                        continue;
                    var moved = former.to(former.dtype, device ?? former.device, disposeAfter: true).DetachFromDisposeScope();
                    _buffers_[at] = (name, moved, isPersistent);
                    SetField(former, moved);
                }
                return this;
            }

            private static bool Stays(Tensor tensor, Device? device, ScalarType? dtype) =>
                (dtype is null || dtype == tensor.dtype) && (device is null || (device.type == tensor.device_type && device.index == tensor.device_index));

            private void SetField(Tensor former, Tensor moved)
            {
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                {
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                    {
                        if (ReferenceEquals(field.GetValue(this), former))
                            field.SetValue(this, moved);
                    }
                }
            }
        }
    }
}
