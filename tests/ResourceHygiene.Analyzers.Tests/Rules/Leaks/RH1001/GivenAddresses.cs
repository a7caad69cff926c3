namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>An address that is taken out of one resource and put into another one.</summary>
public sealed class GivenAddresses
{
    private const string Library =
        """
        unsafe class Root : IDisposable
        {
            public Root(string path) => Pointer = Native.Parse(path);
            public static Root Open(string path) => new Root(path);
            public void* Pointer { get; }
            public nint Handle => (nint)Pointer;
            public int Size => 8;
            private nint _field;
            public ref nint Field => ref _field;
            public void Dispose() => Native.Release(Pointer);
        }

        unsafe class Folder : IDisposable
        {
            private readonly void* _pointer;
            public Folder(void* pointer) => _pointer = pointer;
            public Folder(nint handle) : this((void*)handle) { }
            public Folder(int size) : this(Native.Make(size)) { }
            public void Dispose() => Native.Release(_pointer);
        }

        static unsafe class Native
        {
            public static extern void* Parse(string path);
            public static extern void* Make(int size);
            public static extern void Release(void* pointer);
            public static extern int Measure(void* pointer);
            public static extern void Init(ref nint handle);
            public static nint Checked(nint handle) => handle != 0 ? handle : throw new InvalidOperationException();
            public static nint Set(nint handle) => s_last = handle;
            private static nint s_last;
        }

        class Label
        {
            private readonly nint _handle;
            public Label(nint handle) => _handle = handle;
        }

        """;

    [Theory]
    [InlineData("folders.Add(new Folder(root.Pointer));")]
    [InlineData("folders.Add(new Folder(root.Handle));")]
    [InlineData("folders.Add(new Folder((void*)root.Handle));")]
    [InlineData("void* pointer = root.Pointer; folders.Add(new Folder(root.Handle));")]
    public Task That_goes_on_in_the_other(string statement) =>
        LeakCode.InFile(Library + $"unsafe class C {{ void M(string path, List<Folder> folders) {{ var root = Root.Open(path); {statement} }} }}");

    [Theory]
    [InlineData("folders.Add(new Folder(root.Size));")]
    [InlineData("Native.Measure(root.Pointer);")]
    [InlineData("folders.Add(new Folder(Native.Measure(root.Pointer)));")]
    [InlineData("Console.WriteLine(new string((char*)root.Pointer));")]
    [InlineData("new List<Label>().Add(new Label(root.Handle));")]
    [InlineData("Console.WriteLine(new System.Runtime.InteropServices.HandleRef(folders, root.Handle));")]
    [InlineData("new Dictionary<nint, string>()[root.Handle] = path;")]
    [InlineData("Native.Set(Native.Checked(root.Handle));")]
    [InlineData("Native.Init(ref root.Field);")]
    [InlineData("Native.Measure((void*)root.Handle);")]
    public Task That_is_only_looked_at(string statement) =>
        LeakCode.InFile(Library + $"unsafe class C {{ void M(string path, List<Folder> folders) {{ var root = [|Root.Open(path)|]; {statement} }} }}");
}
