namespace ResourceHygiene.Analyzers.Tests.Rules.Leaks.RH1001;

/// <summary>What a method puts into a collection of its object before it returns it stays with that object, whatever the method is called.</summary>
public sealed class KeptByWhoMadeIt
{
    [Fact]
    public Task Made_by_somebody_unknown_and_put_into_a_list() => LeakCode.InFile(
        """
        interface IContext { }
        interface IActivator { IContext CreateContext(string name); }
        class Worker : Resource, IContext { }

        class Workers
        {
            private readonly List<Worker> _workers = new();
            private readonly IActivator _activator;
            public Workers(IActivator activator) => _activator = activator;

            public void Receive()
            {
                Worker worker = _workers.Count == 0 ? CreateWorker() : _workers[0];
                worker.Use();
                var other = CreateLoose();
                other.Use();
            }

            private Worker CreateWorker()
            {
                var worker = (Worker)_activator.CreateContext("a");
                worker.Use();
                _workers.Add(worker);
                return worker;
            }

            private static Worker CreateOne(IActivator activator) => (Worker)activator.CreateContext("b");

            private Worker CreateLoose() => CreateWorker();
        }
        """);

    [Fact]
    public Task Made_by_somebody_unknown_and_handed_out() => LeakCode.InFile(
        """
        interface IContext { }
        interface IActivator { IContext CreateContext(string name); }
        class Worker : Resource, IContext { }

        class Workers
        {
            public void Receive(IActivator activator)
            {
                var worker = [|CreateWorker(activator)|];
                worker.Use();
            }

            private static Worker CreateWorker(IActivator activator)
            {
                var worker = (Worker)activator.CreateContext("a");
                worker.Use();
                return worker;
            }
        }
        """);

    [Fact]
    public Task Found_in_a_dictionary_or_loaded_into_it() => LeakCode.InFile(
        """
        class Files
        {
            private readonly Dictionary<string, Resource> _byName = new();

            public Resource Open(string name) => Open(name, () => { var made = new Resource { Name = name }; return made; });

            private Resource Open(string name, Func<Resource> load)
            {
                if (_byName.TryGetValue(name, out var file))
                    return file;
                file = load();
                _byName.Add(name, file);
                return file;
            }

            public void Dispose()
            {
                foreach (var pair in _byName)
                    pair.Value.Dispose();
            }
        }

        class C
        {
            void M(Files files)
            {
                var file = files.Open("a");
                file.Use();
                files.Open("b");
            }
        }
        """);

    [Fact]
    public Task Enters_itself_into_a_register_when_it_is_started() => LeakCode.InFile(
        """
        class Actor : Resource
        {
            private readonly World _world;
            public Actor(World world) => _world = world;
            public void Start(bool joins)
            {
                if (joins)
                    _world.Add(this);
            }

            public void Look() => _world.Look(this);
        }

        class World
        {
            private readonly List<Actor> _actors = new();
            public void Add(Actor actor) => _actors.Add(actor);
            public void Look(Actor actor) { }

            public Actor CreateActor() => CreateActor(joins: true);

            public Actor CreateActor(bool joins)
            {
                var actor = new Actor(this);
                actor.Start(joins);
                return actor;
            }

            public Actor CreateStranger()
            {
                var actor = new Actor(this);
                actor.Look();
                return actor;
            }

            public void Dispose()
            {
                foreach (var actor in _actors)
                    actor.Dispose();
            }
        }

        class C
        {
            void M(World world)
            {
                var actor = world.CreateActor();
                actor.Use();
                world.CreateActor();
                var stranger = [|world.CreateStranger()|];
                stranger.Use();
            }
        }
        """);

    [Theory]
    [InlineData("world.Add(this);", "", false)]
    [InlineData("Name = name;", "actor.Initialize(true);", false)]
    [InlineData("Name = name;", "actor.Use();", true)]
    public Task Made_by_a_method_that_another_one_calls(string constructor, string made, bool isOwed) => LeakCode.InFile(
        $$"""
        class World
        {
            private readonly List<Actor> _all = new();
            public void Add(Actor actor) => _all.Add(actor);
            public Actor CreateActor(string name) => CreateActor(true, name);

            public Actor CreateActor(bool isAdded, string name)
            {
                var actor = new Actor(this, name);
                {{made}}
                return actor;
            }
        }

        class Actor : Resource
        {
            private readonly World _world;
            public Actor(World world, string name) { _world = world; {{constructor}} }
            public void Initialize(bool isAdded) { if (isAdded) _world.Add(this); }
        }

        class C
        {
            void M(World world)
            {
                var actor = {{(isOwed ? "[|world.CreateActor(\"a\")|]" : "world.CreateActor(\"a\")")}};
                actor.Use();
            }
        }
        """);
}
