namespace ResourceHygiene.Analyzers.Tests.Rules.Releases.RH3001;

/// <summary>Elements of collections are many resources under one name.</summary>
public sealed class ValidElements
{
    [Fact]
    public Task Each_element() => ReleaseCode.InClass(
        """
        void M(List<Resource> resources)
        {
            foreach (var resource in resources)
                resource.Dispose();
            resources.Clear();
        }
        """);

    [Fact]
    public Task By_index() => ReleaseCode.InClass(
        """
        void M(Resource[] resources)
        {
            for (int i = 0; i < resources.Length; i++)
                resources[i].Dispose();
            resources[0].Dispose();
        }
        """);

    [Fact]
    public Task Different_elements() => ReleaseCode.InClass(
        """
        void M(Resource[] resources)
        {
            resources[0].Dispose();
            resources[1].Dispose();
        }
        """);

    [Fact]
    public Task Replaced_in_its_place() => ReleaseCode.InClass(
        """
        void M(Resource[] resources, int i)
        {
            resources[i].Dispose();
            resources[i] = new Resource();
            resources[i].Dispose();
        }
        """);

    [Fact]
    public Task Taken_from_a_queue() => ReleaseCode.InClass(
        """
        private readonly System.Collections.Concurrent.ConcurrentQueue<Resource> _queue = new();

        void M()
        {
            while (_queue.TryDequeue(out var resource))
                resource.Dispose();
            if (_queue.TryDequeue(out var last))
                last.Dispose();
        }
        """);

    [Fact]
    public Task Through_a_using_over_the_loop_variable() => ReleaseCode.InClass(
        """
        void M(IEnumerable<Resource> resources)
        {
            foreach (var resource in resources)
            {
                using (resource)
                    resource.Use();
            }
        }
        """);

    [Fact]
    public Task By_a_lambda_for_each() => ReleaseCode.InClass(
        """
        void M(List<Resource> resources)
        {
            resources.ForEach(resource => resource.Dispose());
            resources.Clear();
        }
        """);
}
