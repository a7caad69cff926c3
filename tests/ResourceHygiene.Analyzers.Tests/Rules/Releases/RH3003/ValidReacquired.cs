namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3003;

/// <summary>By the time of the use the variable or field holds another resource, or none, or nobody knows.</summary>
public sealed class ValidReacquired
{
    [Fact]
    public Task A_local_assigned_in_between() => ReleaseCode.InMethod(
        """
        var stream = File.OpenRead(path);
        stream.Dispose();
        stream = File.OpenRead(path + ".old");
        stream.ReadByte();
        stream.Dispose();
        """);

    [Fact]
    public Task A_local_set_to_null() => ReleaseCode.InMethod(
        """
        Resource? resource = new Resource();
        resource.Dispose();
        resource = null;
        resource?.Use();
        """);

    [Fact]
    public Task A_field_assigned_in_between() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        int Reopen(string path)
        {
            _stream.Dispose();
            _stream = File.OpenRead(path);
            return _stream.ReadByte();
        }
        """);

    [Fact]
    public Task A_field_set_to_null() => ReleaseCode.InClass(
        """
        private Resource? _resource = new();

        void M()
        {
            _resource?.Dispose();
            _resource = null;
            _resource?.Use();
        }
        """);

    [Fact]
    public Task A_field_that_another_method_reopens() => ReleaseCode.InClass(
        """
        private FileStream _stream = File.OpenRead("a");

        void Reopen(string path) => _stream = File.OpenRead(path);

        int M(string path)
        {
            _stream.Dispose();
            Reopen(path);
            return _stream.ReadByte();
        }
        """);

    [Fact]
    public Task A_field_of_the_base_class_that_a_virtual_method_reopens() => ReleaseCode.InFile(
        """
        abstract class Source
        {
            protected Stream Stream = Stream.Null;
            protected abstract void Open();

            public int Rewind()
            {
                Stream.Dispose();
                Open();
                return Stream.ReadByte();
            }
        }
        """);

    [Fact]
    public Task Created_lazily_again() => ReleaseCode.InClass(
        """
        private Resource? _resource;

        Resource Current => _resource ??= new Resource();

        void Reset()
        {
            Current.Dispose();
            _resource = null;
            Current.Use();
        }
        """);

    [Fact]
    public Task Another_object_of_the_same_kind() => ReleaseCode.InFile(
        """
        class Holder { public Resource Resource = new(); }
        class C
        {
            void M(Holder old, Holder current)
            {
                old.Resource.Dispose();
                current.Resource.Use();
            }
        }
        """);

    [Fact]
    public Task Another_element() => ReleaseCode.InClass(
        """
        void M(Resource[] resources, int i)
        {
            resources[i].Dispose();
            resources[i + 1].Use();
            i++;
            resources[i].Use();
        }
        """);

    [Fact]
    public Task Swapped() => ReleaseCode.InClass(
        """
        void M(Resource front, Resource back)
        {
            front.Dispose();
            (front, back) = (back, front);
            front.Use();
        }
        """);

    [Fact]
    public Task Filled_by_reference() => ReleaseCode.InClass(
        """
        static extern void Reopen(ref Resource resource);

        void M(Resource resource)
        {
            resource.Dispose();
            Reopen(ref resource);
            resource.Use();
        }
        """);

    [Fact]
    public Task Acquired_in_each_round() => ReleaseCode.InMethod(
        """
        FileStream? stream = null;
        foreach (string name in Directory.GetFiles(path))
        {
            stream?.Dispose();
            stream = File.OpenRead(name);
            stream.ReadByte();
        }

        stream?.Dispose();
        """);

    [Fact]
    public Task Old_and_new_of_an_exchange() => ReleaseCode.InClass(
        """
        private Resource _resource = new();

        void Replace()
        {
            var old = _resource;
            _resource = new Resource();
            old.Dispose();
            _resource.Use();
        }
        """);
}
