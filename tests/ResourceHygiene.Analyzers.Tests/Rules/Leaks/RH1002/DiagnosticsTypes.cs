namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Constructors, generics, ref structs, types with a release method of their own, and top-level statements.</summary>
public sealed class DiagnosticsTypes
{
    [Fact]
    public Task A_constructor_that_gives_up() => LeakCode.InFile(
        """
        sealed class Cache
        {
            private readonly Stream? _stream;

            public Cache(string path)
            {
                var stream = {|RH1002:File.OpenRead(path)|};
                if (stream.Length == 0)
                    return;
                _stream = stream;
            }

            public long Length => _stream?.Length ?? 0;
        }
        """);

    [Fact]
    public Task A_type_parameter() => LeakCode.InClass(
        """
        void M<T>(bool flag) where T : class, IDisposable, new()
        {
            var made = {|RH1002:new T()|};
            if (flag)
                return;
            made.Dispose();
        }
        """);

    [Fact]
    public Task A_factory_of_a_generic_class() => LeakCode.InFile(
        """
        sealed class Pool<T> where T : Resource, new()
        {
            public T CreateItem() => new T();
        }
        class C
        {
            void M(Pool<Resource> pool, bool flag)
            {
                var item = {|RH1002:pool.CreateItem()|};
                if (flag)
                    item.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_ref_struct() => LeakCode.InFile(
        """
        ref struct Scope
        {
            private int _depth;
            public Scope(int depth) => _depth = depth;
            public void Dispose() => _depth = 0;
            public bool Enter() => _depth++ < 10;
        }

        class C
        {
            void M()
            {
                var scope = {|RH1002:new Scope(1)|};
                if (!scope.Enter())
                    return;
                scope.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_type_with_a_release_method_of_its_own() => LeakCode.InFile(
        """
        [MustRelease(nameof(Free))]
        class Block { public int Size { get; private set; } = 8; public void Free() => Size = 0; }
        class C
        {
            int M(int wanted)
            {
                var block = {|RH1002:new Block()|};
                if (block.Size < wanted)
                    return -1;
                int size = block.Size;
                block.Free();
                return size;
            }
        }
        """);

    [Fact]
    public Task In_top_level_statements() => LeakCode.InProgram(
        """
        var stream = {|RH1002:File.OpenRead("a")|};
        if (stream.Length == 0)
            return 1;
        stream.Dispose();
        return 0;
        """);

    [Fact]
    public Task In_top_level_statements_with_arguments() => LeakCode.InProgram(
        """
        var log = {|RH1002:new StreamWriter("log")|};
        foreach (string argument in args)
        {
            if (argument == "-h")
                return;
            log.WriteLine(argument);
        }

        log.Dispose();
        """);

    [Fact]
    public Task A_safe_handle_of_native_code() => LeakCode.InFile(
        """
        using System.Runtime.InteropServices;
        using Microsoft.Win32.SafeHandles;

        sealed class DeviceHandle : SafeHandleZeroOrMinusOneIsInvalid
        {
            public DeviceHandle() : base(ownsHandle: true) { }
            protected override bool ReleaseHandle() => Native.Close(handle) == 0;
        }
        static class Native
        {
            [DllImport("device")] public static extern int Close(IntPtr handle);
            [DllImport("device")] public static extern int Configure(DeviceHandle handle);
            [DllImport("device")] public static extern DeviceHandle OpenDevice(int index);
        }
        class C
        {
            DeviceHandle? M(int index)
            {
                var handle = {|RH1002:Native.OpenDevice(index)|};
                if (Native.Configure(handle) != 0)
                    return null;
                return handle;
            }
        }
        """);

    [Fact]
    public Task An_indexer_and_an_operator() => LeakCode.InFile(
        """
        sealed class Table
        {
            public int this[string path]
            {
                get
                {
                    var stream = {|RH1002:File.OpenRead(path)|};
                    if (stream.Length > 4)
                        return 0;
                    stream.Dispose();
                    return 1;
                }
            }

            public static bool operator !(Table table)
            {
                var resource = {|RH1002:new Resource()|};
                if (table["a"] == 0)
                    return false;
                resource.Dispose();
                return true;
            }
        }
        """);
}
