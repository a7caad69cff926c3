using System.Collections;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Owns its children.</summary>
    public class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> _children = [];

        internal Sequential(IEnumerable<(string name, nn.Module<Tensor, Tensor> submodule)> modules)
            : base(nameof(Sequential))
        {
            foreach (var (name, module) in modules)
                append(name, module);
        }

        public int Count => _children.Count;

        [IndexerName("SequentialItems")]
        public nn.IModule<Tensor, Tensor> this[int index] => _children[index];

        /// <summary>Shares its children with this one: disposing it disposes them.</summary>
        [IndexerName("SequentialItems")]
        public Sequential this[Range index] => new(_children.Take(index).Select(static (module, at) => ($"{at}", (nn.Module<Tensor, Tensor>)module)));

        /// <inheritdoc cref="this[Range]"/>
        [IndexerName("SequentialItems")]
        public Sequential this[(int? start, int? end) index] => this[(index.start ?? 0)..(index.end ?? Count)];

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append($"{_children.Count}", module);

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            _children.Add(module);
            register_module(name, (nn.Module)module);
            return this;
        }

        public override Tensor forward(Tensor tensor)
        {
            using var scope = NewDisposeScope();
            return _children.Aggregate(tensor.alias(), static (current, module) => module.call(current)).MoveToOuterDisposeScope();
        }
    }

    /// <summary>Free-standing, its Dispose does not dispose the children: they belong to whoever registers the list.</summary>
    public class ModuleList<T> : nn.Module, IList<T> where T : nn.Module
    {
        private readonly List<T> _list = [];

        public ModuleList(params T[] modules)
            : base(nameof(ModuleList<T>)) => _list.AddRange(modules);

        public int Count => _list.Count;

        public bool IsReadOnly => false;

        public T this[int index]
        {
            get => _list[index];
            set => _list[index] = value;
        }

        public void Add(T item) => _list.Add(item);
        public void append(params T[] parameters) => _list.AddRange(parameters);
        public void Clear() => _list.Clear();
        public bool Contains(T item) => _list.Contains(item);
        public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);
        public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();
        public int IndexOf(T item) => _list.IndexOf(item);
        public void Insert(int index, T item) => _list.Insert(index, item);
        public bool Remove(T item) => _list.Remove(item);
        public void RemoveAt(int index) => _list.RemoveAt(index);
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        protected override void RegisterComponents()
        {
            for (var at = 0; at < _list.Count; at++)
                register_module($"{at}", _list[at]);
        }

        internal void RegisterItems() => RegisterComponents();
    }

    /// <summary>As <see cref="ModuleList{T}"/>, by name.</summary>
    public class ModuleDict<T> : nn.Module, IEnumerable<(string, T)> where T : nn.Module
    {
        private readonly List<(string Name, T Module)> _list = [];

        internal ModuleDict(params (string, T)[] modules)
            : base(nameof(ModuleDict<T>)) => _list.AddRange(modules);

        public int Count => _list.Count;

        public T this[string key] => _list.First(named => named.Name == key).Module;

        public void Add(string key, T value) => _list.Add((key, value));
        public bool ContainsKey(string key) => _list.Exists(named => named.Name == key);
        public IEnumerator<(string, T)> GetEnumerator() => _list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Owns its parameters.</summary>
    public class ParameterList : nn.Module, IEnumerable<Parameter>
    {
        private readonly List<Parameter> _list = [];

        public ParameterList(params Parameter[] parameters)
            : base(nameof(ParameterList)) => Array.ForEach(parameters, Add);

        public int Count => _list.Count;

        public Parameter this[int index] => _list[index];

        public void Add(Parameter item)
        {
            register_parameter($"{_list.Count}", item);
            _list.Add(item);
        }

        public IEnumerator<Parameter> GetEnumerator() => _list.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.Sequential Sequential() => new([]);
            public static Modules.Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) => new(modules);
            public static Modules.Sequential Sequential(params Module<Tensor, Tensor>[] modules) => new(modules.Select(static (module, at) => ($"{at}", module)));
            public static Modules.Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules) => new(modules);
            public static Modules.Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules) => new(modules.Select(static (module, at) => ($"{at}", module)));
            public static Modules.ModuleList<Module> ModuleList(params Module[] modules) => new(modules);
            public static Modules.ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);
            public static Modules.ModuleDict<Module> ModuleDict(params (string, Module)[] modules) => new(modules);
            public static Modules.ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module => new(modules);
            public static Modules.ParameterList ParameterList(params Modules.Parameter[] parameters) => new(parameters);
        }
    }
}
