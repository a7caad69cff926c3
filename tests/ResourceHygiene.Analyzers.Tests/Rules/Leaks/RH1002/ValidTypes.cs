namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1002;

/// <summary>Constructors, generics, ref structs, types with a release method of their own, and top-level statements.</summary>
public sealed class ValidTypes
{
    [Fact]
    public Task A_constructor_that_stores_or_releases() => LeakCode.InFile(
        """
        sealed class Cache
        {
            private readonly Stream? _stream;

            public Cache(string path)
            {
                var stream = File.OpenRead(path);
                if (stream.Length == 0)
                    stream.Dispose();
                else
                    _stream = stream;
            }

            public long Length => _stream?.Length ?? 0;
        }
        """);

    [Fact]
    public Task A_type_parameter_that_may_be_disposable() => LeakCode.InClass(
        """
        void M<T>(Func<T> make, bool flag)
        {
            T made = make();
            if (flag && made is IDisposable disposable)
                disposable.Dispose();
        }
        """);

    [Fact]
    public Task A_type_parameter_in_using() => LeakCode.InClass(
        """
        void M<T>(bool flag) where T : IDisposable, new()
        {
            using var made = new T();
            if (flag)
                return;
            Console.WriteLine(made);
        }
        """);

    [Fact]
    public Task A_ref_struct_in_using() => LeakCode.InFile(
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
                using var scope = new Scope(1);
                if (!scope.Enter())
                    return;
                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task A_release_method_of_its_own_on_every_path() => LeakCode.InFile(
        """
        [MustRelease(nameof(Free))]
        class Block { public int Size { get; private set; } = 8; public void Free() => Size = 0; }
        class C
        {
            int M(int wanted)
            {
                var block = new Block();
                try
                {
                    if (block.Size < wanted)
                        return -1;
                    return block.Size;
                }
                finally
                {
                    block.Free();
                }
            }
        }
        """);

    [Fact]
    public Task In_top_level_statements() => LeakCode.InProgram(
        """
        using var stream = File.OpenRead("a");
        if (stream.Length == 0)
            return 1;
        var resource = new Resource();
        resource.Use();
        resource.Dispose();
        return 0;
        """);

    [Fact]
    public Task A_method_that_takes_over_by_name_of_its_field() => LeakCode.InFile(
        """
        sealed class Player : IDisposable
        {
            private Stream? _track;

            public void Play(string path, bool isLoud)
            {
                Stream track = File.OpenRead(path);
                if (isLoud)
                    track = new BufferedStream(track);
                Replace(track);
            }

            public void Dispose() => _track?.Dispose();

            private void Replace(Stream track)
            {
                _track?.Dispose();
                _track = track;
            }
        }
        """);

    [Fact]
    public Task A_nullable_value_is_released_through_what_it_holds() => LeakCode.InFile(
        """
        struct Handle : IDisposable
        {
            private readonly int _number;
            public Handle(int number) => _number = number;
            public extern void Dispose();
        }

        class C
        {
            void ByValue(bool flag)
            {
                Handle? handle = null;
                if (flag)
                    handle = new Handle(3);
                if (handle.HasValue)
                    handle.Value.Dispose();
            }

            void InFinally()
            {
                Handle? handle = null;
                try
                {
                    handle = new Handle(3);
                }
                finally
                {
                    if (handle != null)
                        handle.Value.Dispose();
                }
            }

            void OrDefault(bool flag)
            {
                Handle? handle = flag ? new Handle(3) : null;
                handle.GetValueOrDefault().Dispose();
            }

            void Correlated(int? number)
            {
                Resource? resource = null;
                if (number != null)
                    resource = new Resource();
                if (number.HasValue)
                    resource!.Dispose();
            }
        }
        """);
}
